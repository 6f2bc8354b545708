using ImageResize.Imaging;

namespace ImageResize.Batch.Planning;

/// <summary>What a name may tell of one output. What needs the image's header reads it when it is asked for.</summary>
/// <param name="facts">Of the image.</param>
/// <param name="conversion">What is wanted of every image.</param>
/// <param name="asked">The size asked for; null keeps the image's.</param>
/// <param name="format">The format asked for; null keeps the image's.</param>
/// <param name="extension">The extension of the output without its dot.</param>
/// <param name="index">The image's number in the run, from 1 on.</param>
/// <param name="page">The page asked for, from 0; null where none was.</param>
internal sealed class OutputDetails(SourceFacts facts, ConvertOptions conversion, TargetSize? asked, ImageFormat? format, string extension, long index, int? page)
{
    /// <summary>The size asked for, as names show it; empty where none was.</summary>
    public string Size => asked is { } size ? OutputNaming.TextOf(size) : string.Empty;

    /// <summary>The extension of the output without its dot; empty where the image has none and keeps its format.</summary>
    public string Extension => extension;

    /// <summary>The image's number in the run, from 1 on.</summary>
    public long Index => index;

    /// <summary>The number of the page or frame in the image, from 1 on.</summary>
    public int Page => (page ?? 0) + 1;

    /// <summary>1 to 100.</summary>
    public int Quality => conversion.Quality;

    /// <summary>The output's size in pixels.</summary>
    /// <exception cref="ImageResizeException">The file cannot be read, or is no image.</exception>
    public PixelSize Pixels => StepPlanner.SizeOf(facts.HeaderOf(page), asked, conversion);

    /// <summary>The output's format.</summary>
    /// <exception cref="ImageResizeException">The file cannot be read, or is no image.</exception>
    public ImageFormat Format => format ?? FormatTraits.Of(facts.Header.Format).OutputFormat;

    /// <summary>What a token stands for.</summary>
    /// <exception cref="ImageResizeException">The file cannot be read, or is no image.</exception>
    public string ValueOf(NameToken token, SourceFile source) => token.Kind switch
    {
        NameTokenKind.Name => Path.GetFileNameWithoutExtension(source.Path),
        NameTokenKind.Parent => Path.GetFileName(Path.GetDirectoryName(source.Path)) is { Length: > 0 } parent ? parent : "root",
        NameTokenKind.Ext => Extension,
        NameTokenKind.Format => Format.ToString().ToLowerInvariant(),
        NameTokenKind.Size => Size,
        NameTokenKind.Width => NameTemplate.Written(Pixels.Width, token.Text),
        NameTokenKind.Height => NameTemplate.Written(Pixels.Height, token.Text),
        NameTokenKind.Index => NameTemplate.Written(Index, token.Text),
        NameTokenKind.Quality => NameTemplate.Written(Quality, token.Text),
        NameTokenKind.Hash => facts.Hash,
        NameTokenKind.Date => NameTemplate.Written(facts.Date, token.Text),
        NameTokenKind.Page => NameTemplate.Written(Page, token.Text),
        _ => throw new ArgumentOutOfRangeException(nameof(token), token.Kind, null),
    };
}
