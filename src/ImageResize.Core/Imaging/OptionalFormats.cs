namespace ImageResize.Imaging;

/// <summary>
/// The formats that another module reads and writes, while it is imported: it puts its engine before libvips, and its encoder behind all
/// engines. One registry for the process, as there is one for assemblies; thread safe. A run takes what is there as it makes its workers.
/// </summary>
internal static class OptionalFormats
{
    /// <summary>The module, as users import it.</summary>
    public const string ModuleName = "ImageResize.MoreFormats";

    private static readonly Lock Gate = new();
    private static volatile Func<OptionalCodecs>? _newCodecs;
    private static int _imports;

    /// <summary>Whether the module is imported.</summary>
    public static bool AreThere => _newCodecs is not null;

    /// <summary>What one worker needs; null without the module.</summary>
    public static OptionalCodecs? NewCodecs() => _newCodecs?.Invoke();

    /// <summary>The module was imported, in one of the sessions of this process.</summary>
    /// <param name="newCodecs">Makes what one worker needs.</param>
    public static void Register(Func<OptionalCodecs> newCodecs)
    {
        lock (Gate)
        {
            _imports++;
            _newCodecs = newCodecs;
        }
    }

    /// <summary>It was removed from a session; the last one takes the formats away.</summary>
    public static void Unregister()
    {
        lock (Gate)
        {
            _imports = Math.Max(0, _imports - 1);
            if (_imports == 0)
                _newCodecs = null;
        }
    }
}

/// <summary>What the module does for one worker, which disposes of both.</summary>
/// <param name="Engine">Reads its formats.</param>
/// <param name="Encoder">Writes one.</param>
internal sealed record OptionalCodecs(IImageEngine Engine, IOptionalEncoder Encoder);
