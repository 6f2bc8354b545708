using ImageResize.Batch.Planning;

namespace ImageResize.Parameters;

/// <summary>
/// What a script of -Name gets as its first argument, beside the file as <c>$_</c>: what the output is going to be. The header of
/// the image is read when <see cref="Width"/>, <see cref="Height"/> or <see cref="Format"/> is asked for.
/// </summary>
public sealed class OutputNameDetails
{
    private readonly OutputDetails _details;

    internal OutputNameDetails(OutputDetails details) => _details = details;

    /// <summary>The size asked for, such as 800x600; empty where none was.</summary>
    public string Size => _details.Size;

    /// <summary>The output's width in pixels.</summary>
    public int Width => _details.Pixels.Width;

    /// <summary>The output's height in pixels.</summary>
    public int Height => _details.Pixels.Height;

    /// <summary>The output's format.</summary>
    public string Format => _details.Format.ToString();

    /// <summary>The output's extension without its dot.</summary>
    public string Extension => _details.Extension;

    /// <summary>The image's number in the run, from 1 on.</summary>
    public long Index => _details.Index;

    /// <summary>The number of the page or frame in the image, from 1 on.</summary>
    public int Page => _details.Page;

    /// <summary>The quality asked for, 1 to 100.</summary>
    public int Quality => _details.Quality;
}
