namespace ImageResize.Imaging;

/// <summary>
/// The formats that another module reads, while it is imported: it puts its engine before libvips. One registry for the process,
/// as there is one for assemblies; thread safe. A run takes what is there as it makes its workers.
/// </summary>
internal static class OptionalFormats
{
    /// <summary>The module, as users import it.</summary>
    public const string ModuleName = "ImageResize.MoreFormats";

    private static readonly Lock Gate = new();
    private static volatile Func<IImageEngine>? _newEngine;
    private static int _imports;

    /// <summary>Whether the module is imported.</summary>
    public static bool AreRead => _newEngine is not null;

    /// <summary>The engines for one worker; none without the module.</summary>
    public static IImageEngine[] NewEngines() => _newEngine is { } make ? [make()] : [];

    /// <summary>The module was imported, in one of the sessions of this process.</summary>
    /// <param name="newEngine">Makes an engine for one worker.</param>
    public static void Register(Func<IImageEngine> newEngine)
    {
        lock (Gate)
        {
            _imports++;
            _newEngine = newEngine;
        }
    }

    /// <summary>It was removed from a session; the last one takes the formats away.</summary>
    public static void Unregister()
    {
        lock (Gate)
        {
            _imports = Math.Max(0, _imports - 1);
            if (_imports == 0)
                _newEngine = null;
        }
    }
}
