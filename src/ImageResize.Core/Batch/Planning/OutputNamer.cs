using ImageResize.Imaging;
using ImageResize.Processes;

namespace ImageResize.Batch.Planning;

/// <summary>
/// Names the outputs of a run: as <see cref="OutputNaming"/> does, or by the template or the script of <c>-Name</c>. Names are
/// settled before any work, on the owner's thread, so that collisions, -IfExists, -WhatIf and the journal know them; where a name
/// tells what only the file knows, the file is read here for that, and by a worker again.
/// </summary>
/// <param name="options">How outputs are called.</param>
/// <param name="conversion">What is wanted of every image; the size in pixels follows from it.</param>
/// <param name="children">The processes in which libvips works; null for this one.</param>
/// <param name="cancellation">Asks to end.</param>
internal sealed class OutputNamer(PlanOptions options, ConvertOptions conversion, ChildProcessPool? children, CancellationToken cancellation) : IDisposable
{
    private readonly FactReader _reader = new(conversion.Retry, children, cancellation);
    private long _index;

    /// <summary>Begins an image.</summary>
    public SourceNames Begin(SourceFile source) => new(source, options, conversion, new SourceFacts(source.Path, _reader), ++_index);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}

/// <summary>Names the outputs of one image.</summary>
internal sealed class SourceNames(SourceFile source, PlanOptions options, ConvertOptions conversion, SourceFacts facts, long index) : IDisposable
{
    private readonly Dictionary<string, OutputDetails> _named = new(StringComparer.Ordinal);

    /// <summary>The header of the image.</summary>
    /// <exception cref="ImageResizeException">The file cannot be read, or is no image.</exception>
    public ImageHeader Header => facts.HeaderOf(null);

    /// <summary>The full path of an output.</summary>
    /// <param name="asked">The size asked for.</param>
    /// <param name="pixelRatio">The pixels of the screen for one of that size.</param>
    /// <param name="format">The format asked for.</param>
    /// <param name="page">The page asked for, from 0.</param>
    /// <param name="twin">Whether an output of the image with these pixels and this format has that name already: one size asked for may be the same as another.</param>
    /// <exception cref="ImageResizeException">What the name tells cannot be read, or what comes of it is no name.</exception>
    public string PathOf(TargetSize? asked, double pixelRatio, ImageFormat? format, int? page, out bool twin)
    {
        twin = false;
        if (options is { Name: null, NameScript: null })
            return OutputNaming.PathOf(source, options, asked, format, pixelRatio, page);
        string extension = OutputNaming.ExtensionOf(source, format);
        var details = new OutputDetails(facts, conversion, asked?.Times(pixelRatio), format, extension.TrimStart('.'), index, page);
        string name = options.Name is { } template ? template.Expand(token => details.ValueOf(token, source)) : ByScript(details, extension);
        if (RelativeName.WhyWrong(name) is { } why)
            throw new ImageResizeException(ImageErrorId.InvalidName, $"The name that -Name gives, '{name}', {why}.");
        string path = Path.Combine(OutputNaming.FolderOf(source, options), name);
        if (!_named.TryAdd(path, details))
        {
            OutputDetails first = _named[path];
            twin = first.Page == details.Page && first.Pixels == details.Pixels && first.Format == details.Format;
        }

        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => facts.Dispose();

    /// <summary>What a script says, with the extension of the output where it gave none or that of another format.</summary>
    private string ByScript(OutputDetails details, string extension)
    {
        string name = options.NameScript!(source, details).Replace('\\', '/');
        if (name.Length == 0 || name.EndsWith('/'))
            return name; // An extension alone would be a hidden file.
        string end = Path.GetExtension(name);
        ImageFormat? named = FormatTraits.FromExtension(end);
        if (named is not null && named == FormatTraits.FromExtension(extension))
            return name;
        return (named is null ? name : name[..^end.Length]) + extension;
    }
}
