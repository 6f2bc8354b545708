using System.Runtime.InteropServices;

namespace ImageResize.Loader;

/// <summary>Where the bundled libvips of this machine lies.</summary>
/// <param name="Rid">The runtime identifier, such as linux-x64 or linux-musl-arm64.</param>
/// <param name="Path">The full path of the library, whether or not it is there.</param>
internal sealed record NativeLibrary(string Rid, string Path)
{
    /// <summary>The library of this machine in a module's folder.</summary>
    public static NativeLibrary Find(string folder)
    {
        string rid = RuntimeId();
        return new NativeLibrary(rid, System.IO.Path.Combine(folder, "runtimes", rid, "native", FileName()));
    }

    /// <summary>A clear error where the module has no library for this machine.</summary>
    public void ThrowIfMissing()
    {
        if (!File.Exists(Path))
            throw new PlatformNotSupportedException($"ImageResize has no libvips for this machine ({Rid}): '{Path}' is missing. Supported are Linux (glibc and musl), Windows and macOS on x64 and arm64; reinstall the module if yours is one of them.");
    }

    /// <summary>Whether a name that P/Invoke asks for means this library (NetVips asks for several names, all in one file).</summary>
    public bool Answers(string name) =>
        name.Contains("vips", StringComparison.OrdinalIgnoreCase)
        || name.Contains("gobject", StringComparison.OrdinalIgnoreCase)
        || name.Contains("glib", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a library of another module may lie that P/Invoke asks for by a name with or without its ending.</summary>
    public IEnumerable<string> Candidates(string folder, string name) =>
        ((string[])[name, name + ".so", name + ".dylib", name + ".dll"]).Select(file => System.IO.Path.Combine(folder, "runtimes", Rid, "native", file));

    private static string RuntimeId()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : IsMusl() ? "linux-musl" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    private static string FileName() => OperatingSystem.IsWindows() ? "libvips-42.dll"
        : OperatingSystem.IsMacOS() ? "libvips.42.dylib"
        : "libvips.so.42";

    /// <summary>A musl runtime says so in its identifier (alpine in some builds).</summary>
    private static bool IsMusl() => RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
        || RuntimeInformation.RuntimeIdentifier.Contains("alpine", StringComparison.Ordinal);
}
