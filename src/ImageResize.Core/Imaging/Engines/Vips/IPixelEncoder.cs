using ImageResize.Pixels;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Makes outputs of pixels that have their size already. Belongs to one worker.</summary>
internal interface IPixelEncoder : IDisposable
{
    /// <summary>The format that pixels should come in.</summary>
    /// <param name="source">The format of the image's pixels.</param>
    /// <param name="header">Its header.</param>
    /// <param name="request">What the output is.</param>
    PixelFormat FormatFor(PixelFormat source, ImageHeader header, ScaleRequest request);

    /// <summary>What results say made an output: what decoded it, and what encodes it where that is another.</summary>
    string NamesFor(string decoder, ScaleRequest request);

    /// <summary>Encodes one output. That it fails is told by the result.</summary>
    /// <param name="image">Its pixels, upright.</param>
    /// <param name="header">The header of the image that they are of, with its parts.</param>
    /// <param name="output">What is wanted, and where it is encoded to.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    Made Encode(PixelImage image, ImageHeader header, ScaleOutput output, CancellationToken cancellation);
}
