using ImageResize.Imaging;
using ImageResize.MoreFormats.Engine;

namespace ImageResize.MoreFormats;

/// <summary>What ImageResize.MoreFormats.psm1 calls. Not for other use.</summary>
public static class ModuleStart
{
    /// <summary>The module was imported: its formats are read, and JPEG XL is written, from now on.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no library for this machine, or no way to start a child process.</exception>
    public static void Run()
    {
        CodecChildren.ThrowIfImpossible();
        OptionalFormats.Register(static () =>
        {
            var children = new CodecChildren();
            return new OptionalCodecs(new MoreFormatsEngine(children), new JxlEncoder(children));
        });
    }

    /// <summary>The module was removed.</summary>
    public static void Stop() => OptionalFormats.Unregister();
}
