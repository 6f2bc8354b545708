using ImageResize.Files;
using ImageResize.Metadata;
using ImageResize.Pixels;

namespace ImageResize.Imaging;

/// <summary>Makes files of a format that another module writes, of pixels and of metadata. Belongs to one worker.</summary>
internal interface IOptionalEncoder : IDisposable
{
    /// <summary>What results call it.</summary>
    string Name { get; }

    /// <summary>Bytes that encoding takes at most, what is encoded included.</summary>
    /// <param name="size">The output's pixels.</param>
    long EstimateMemory(PixelSize size);

    /// <summary>Writes the picture of a file of the format as it is coded there, with other metadata.</summary>
    /// <param name="input">The file, which has been decoded and is sound.</param>
    /// <param name="blocks">The metadata that the output keeps. Those for which the format has no place do not count.</param>
    /// <param name="target">Where to write.</param>
    /// <returns>Whether that was possible; where not, nothing is written.</returns>
    /// <exception cref="ImageResizeException">The file cannot be read.</exception>
    bool TryRewrite(ImageInput input, MetadataBlocks blocks, OutputBuffer target);

    /// <summary>Encodes.</summary>
    /// <param name="pixels">The pixels, of 8 bits a sample, upright; they are valid for this call.</param>
    /// <param name="isGray">Whether red, green and blue are the same everywhere.</param>
    /// <param name="blocks">The metadata that the output keeps. Those for which the format has no place do not count.</param>
    /// <param name="output">What is wanted, and where it is encoded to.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <exception cref="ImageResizeException">It cannot be encoded.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    Encoded Encode(PixelImage pixels, bool isGray, MetadataBlocks blocks, ScaleOutput output, CancellationToken cancellation);
}
