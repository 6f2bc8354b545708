using ImageResize.Imaging;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>Reads what the containers say. Stateless.</summary>
internal static class FactsReader
{
    /// <summary>The longest side that is read; the decoder's own limit.</summary>
    private const int LongestSide = 65_500;

    /// <summary>Those of colours, where a file counts none.</summary>
    private const int UsualChannels = 3;

    /// <summary>The facts of a file whose format is known.</summary>
    /// <param name="source">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="mostMetadata">Bytes of metadata that are taken in sum, after inflation; what lies beyond is counted in <see cref="Metadata.ImageParts.BlocksNotTaken"/>.</param>
    /// <exception cref="ImageResizeException">It is damaged so that not even a header is there, or of a kind that is not read.</exception>
    /// <exception cref="IOException">The medium failed.</exception>
    public static PictureFacts Read(ByteSource source, ImageFormat format, long mostMetadata = MetadataLimit.DefaultBytes)
    {
        var limit = new MetadataLimit(mostMetadata);
        PictureFacts facts = format switch
        {
            ImageFormat.Heic => HeicReader.Read(source, mostMetadata),
            ImageFormat.Jxl => JxlReader.Read(source, limit),
            ImageFormat.Jp2 => Jp2Reader.Read(source, limit),
            ImageFormat.Psd => PsdReader.Read(source, limit),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
        if (facts.Size.LongSide > LongestSide)
            throw new ImageResizeException(ImageErrorId.TooLarge, $"The image has {facts.Size} pixels; {FormatTraits.Of(format).Name} is read up to {LongestSide:N0} on a side.");

        // A broken property of a sound file may count no channel.
        return facts.Parts.Channels > 0 ? facts : facts with { Parts = facts.Parts with { Channels = UsualChannels } };
    }

    /// <summary>There is no header to go on with.</summary>
    public static ImageResizeException NoHeader(ImageFormat format, string reason) => new(DamageFault.OfHeader(format, reason));

    /// <summary>It is sound, and not read.</summary>
    /// <param name="text">What it is, and the way out, as two sentences.</param>
    public static ImageResizeException NotRead(string text) => new(ImageErrorId.UnsupportedFormat, text);
}
