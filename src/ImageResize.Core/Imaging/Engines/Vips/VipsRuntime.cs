using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// The one libvips of the process: started once, checked to be the bundled one, and set up for a pool of workers
/// of our own (each image on one thread, no operation cache) and for untrusted input (fuzzed loaders only).
/// Thread safe.
/// </summary>
internal static class VipsRuntime
{
    /// <summary>The name by which functions of libvips are imported that NetVips does not have.</summary>
    public const string Library = "libvips-42";

    private static readonly Lazy<string> Started = new(Start, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The version of libvips that is running, such as "8.18.7". Starts libvips.</summary>
    /// <exception cref="PlatformNotSupportedException">libvips cannot be loaded, or is not the bundled one.</exception>
    public static string Version => Started.Value;

    /// <summary>The version of libvips that this build brings along.</summary>
    public static string BundledVersion { get; } = typeof(VipsRuntime).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "LibvipsVersion").Value!;

    /// <summary>Starts libvips where it does not run yet.</summary>
    /// <exception cref="PlatformNotSupportedException">libvips cannot be loaded, or is not the bundled one.</exception>
    public static void Initialize() => _ = Started.Value;

    private static string Start()
    {
        VipsEnvironment.Clear();
        return StartClean();
    }

    /// <summary>Apart from <see cref="Start"/>: the first touch of NetVips starts libvips.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string StartClean()
    {
        // NetVips swallows the exception of a failed load and shows it here only.
        if (!ModuleInitializer.VipsInitialized)
            throw new PlatformNotSupportedException("libvips could not be loaded.", ModuleInitializer.Exception);

        string version = string.Join('.', Enumerable.Range(0, 3).Select(part => NetVips.NetVips.Version(part)));
        if (version != BundledVersion)
            throw new PlatformNotSupportedException($"libvips {version} was loaded instead of the bundled {BundledVersion}.");

        ImportFromBundled();
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        Cache.MaxFiles = 0;
        NetVips.NetVips.BlockUntrusted = true;
        DecoderMessages.Route();
        CHeap.KeepFreed(isAvif: false);
        return version;
    }

    /// <summary>Has our own imports come from the very library that NetVips has loaded.</summary>
    private static void ImportFromBundled()
    {
        string file = OperatingSystem.IsWindows() ? "libvips-42.dll" : OperatingSystem.IsMacOS() ? "libvips.42.dylib" : "libvips.so.42";
        NativeLibrary.SetDllImportResolver(
            typeof(VipsRuntime).Assembly,
            (name, _, _) => name == Library ? NativeLibrary.Load(file, typeof(Image).Assembly, null) : 0);
    }
}
