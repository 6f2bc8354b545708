using ImageResize.MoreFormats.Magick;
using ImageResize.MoreFormats.Messages;
using ImageResize.Processes;

namespace ImageResize.MoreFormats;

/// <summary>The child process: the one place where Magick.NET runs.</summary>
internal static class Worker
{
    /// <summary>Serves the parent that started this process; does not return. The loader calls it by its name.</summary>
    public static void Run() => ChildHost.Serve(CodecMessages.Identity, static () => new CodecService(), CoderPolicy.RemoveFolder);
}
