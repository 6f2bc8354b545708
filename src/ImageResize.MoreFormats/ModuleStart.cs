using ImageResize.Imaging;
using ImageResize.MoreFormats.Engine;

namespace ImageResize.MoreFormats;

/// <summary>What ImageResize.MoreFormats.psm1 calls. Not for other use.</summary>
public static class ModuleStart
{
    /// <summary>The module was imported: its formats are read from now on.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no library for this machine, or no way to start a child process.</exception>
    public static void Run()
    {
        DecodingChildren.ThrowIfImpossible();
        OptionalFormats.Register(static () => new MoreFormatsEngine());
    }

    /// <summary>The module was removed.</summary>
    public static void Stop() => OptionalFormats.Unregister();
}
