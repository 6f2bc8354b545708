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

        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        Cache.MaxFiles = 0;
        NetVips.NetVips.BlockUntrusted = true;
        DecoderMessages.Route();
        KeepFreedMemory();
        return version;
    }

    /// <summary>
    /// glibc gives the top of a heap back to the system whenever 128 KB of it are free, and takes it again for the next image,
    /// page by page: 1,000 to 1,600 faults an image of libvips', and a tenth to a fifth of its processor time. With these limits it
    /// keeps up to 16 MB a heap, and takes single blocks of 4 MB and more from the system and gives them back at once. They are the
    /// process's, and end glibc's own adjusting of them. Other C libraries (musl) have no such function, or other heaps.
    /// </summary>
    private static void KeepFreedMemory()
    {
        const int TrimThreshold = -1, MmapThreshold = -3;
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = MallocOption(MmapThreshold, 4 << 20);
            _ = MallocOption(TrimThreshold, 16 << 20);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Not glibc.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    private static extern int MallocOption(int parameter, int value);
}
