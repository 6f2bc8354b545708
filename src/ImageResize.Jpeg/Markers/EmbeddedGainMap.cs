using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Markers;

/// <summary>The image behind the primary one that holds a gain map.</summary>
/// <param name="Offset">Where it begins in the file, in bytes.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Header">Its own header.</param>
internal sealed record EmbeddedGainMap(int Offset, int Length, JpegHeader Header)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> source) => source.Slice(Offset, Length);

    /// <summary>The gain map of a file that announces one, by its multi-picture index; null where it cannot be found or read.</summary>
    public static EmbeddedGainMap? Find(ReadOnlySpan<byte> source, IEnumerable<MetadataSegment> segments)
    {
        foreach (MetadataSegment segment in segments)
        {
            if (segment.Kind != SegmentKind.MultiPicture)
                continue;
            foreach ((int offset, int length) in MultiPictureIndex.Read(segment.Of(source), segment.Offset, source.Length))
            {
                if (TryRead(source.Slice(offset, length)) is { HasGainMap: true, Unsupported: JpegUnsupported.None } header)
                    return new EmbeddedGainMap(offset, length, header);
            }
        }

        return null;
    }

    private static JpegHeader? TryRead(ReadOnlySpan<byte> image)
    {
        try
        {
            return JpegHeaderReader.Read(image, isEmbedded: true);
        }
        catch (JpegFormatException)
        {
            return null;
        }
    }
}
