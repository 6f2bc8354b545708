namespace ImageResize.Jpeg.Markers;

/// <summary>The image behind the primary one that holds a gain map.</summary>
/// <param name="Offset">Where it begins in the file, in bytes.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Header">Its own header.</param>
internal sealed record EmbeddedGainMap(int Offset, int Length, JpegHeader Header)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> source) => source.Slice(Offset, Length);

    /// <summary>A gain map has no long header; what has one is taken for something else.</summary>
    private const int LongestHeader = 256 << 10;

    /// <summary>The gain map of a file that announces one; null where none of the further images is one that can be read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="others">Where the file has further images.</param>
    public static EmbeddedGainMap? Find<TFile>(TFile file, IEnumerable<(int Offset, int Length)> others)
        where TFile : IJpegFile, allows ref struct
    {
        foreach ((int offset, int length) in others)
        {
            if (TryRead(file, offset, length) is { HasGainMap: true, Unsupported: JpegUnsupported.None } header)
                return new EmbeddedGainMap(offset, length, header);
        }

        return null;
    }

    private static JpegHeader? TryRead<TFile>(TFile file, int offset, int length)
        where TFile : IJpegFile, allows ref struct
    {
        try
        {
            return JpegHeaderReader.ReadImage(file, offset, length, LongestHeader, out _);
        }
        catch (JpegFormatException)
        {
            return null;
        }
    }
}
