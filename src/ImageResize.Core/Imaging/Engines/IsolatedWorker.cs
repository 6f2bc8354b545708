using ImageResize.Imaging.Engines.Encoding;
using ImageResize.Imaging.Engines.Isolated;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Processes;

namespace ImageResize.Imaging.Engines;

/// <summary>The child process of <c>-Isolation Process</c>: where it begins, and how its parent starts it.</summary>
internal static class IsolatedWorker
{
    /// <summary>Raised when the messages change; builds are told apart by themselves.</summary>
    private const int Protocol = 1;

    /// <summary>What parent and child call themselves: they must be one build.</summary>
    public static string Identity { get; } = $"ImageResize {Protocol} {typeof(IsolatedWorker).Module.ModuleVersionId}";

    /// <summary>Serves the parent that started this process; does not return. The loader calls it by its name.</summary>
    public static void Run() => ChildHost.Serve(Identity, () => NewService(new VipsEngine(new OutputEncoder())));

    /// <summary>What a child does, with an engine for the outputs.</summary>
    public static ImageService NewService(IImageEngine general) => new(ImageScaler.Codecs(general), ReadFacts);

    /// <summary>The children of a run; null where this process cannot start any.</summary>
    /// <param name="kept">How many are kept, at least 1.</param>
    public static ChildProcessPool? NewPool(int kept) => ChildCommand.ForModule() is { } command ? new ChildProcessPool(command, Identity, kept) : null;

    private static DecoderFacts ReadFacts(ImageInput input, ImageFormat format) =>
        VipsEngine.ReadFacts(input, format, VipsHeaderReader.ReadHeadParts(input, format), CancellationToken.None);
}
