using NetVips;

namespace ImageResize.Tiff.Tests;

/// <summary>Every layout that is read gives the pixels it was made of, which libvips reads, too; every other is refused.</summary>
public class LayoutTests
{
    public static TheoryData<int, int, string> Kinds
    {
        get
        {
            var data = new TheoryData<int, int, string>();
            foreach (int channels in (int[])[1, 3, 4])
            {
                foreach (int bits in (int[])[8, 16])
                {
                    foreach (TiffCoding coding in Enum.GetValues<TiffCoding>())
                        data.Add(channels, bits, coding.ToString());
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_layout_gives_its_pixels(int channels, int bits, string name)
    {
        TiffCoding coding = Enum.Parse<TiffCoding>(name);
        bool[] differences = coding is TiffCoding.Lzw or TiffCoding.Deflate ? [false, true] : [false];
        foreach (bool hasDifferences in differences)
        {
            foreach (bool isBigEndian in (bool[])[false, true])
            {
                foreach (int? stripRows in (int?[])[1, 5, 8, 40, 57, 9999, null])
                {
                    var sample = new SampleTiff(83, 57, channels, bits) { Coding = coding, HasDifferences = hasDifferences, IsBigEndian = isBigEndian, StripRows = stripRows, IsBig = stripRows == 5, Kind = (stripRows ?? 2) % 3 };
                    byte[] file = sample.Write(), pixels = sample.Pixels;
                    Assert.Equal(pixels, Decoded.Read(file));
                    Assert.Equal(pixels, Decoded.Read(file, isStreamed: true));
                    Assert.Equal(pixels, ByLibvips(file));
                }
            }
        }
    }

    [Theory]
    [InlineData(Enums.ForeignTiffCompression.None)]
    [InlineData(Enums.ForeignTiffCompression.Lzw)]
    [InlineData(Enums.ForeignTiffCompression.Deflate)]
    [InlineData(Enums.ForeignTiffCompression.Packbits)]
    public void What_libtiff_writes_is_read(Enums.ForeignTiffCompression compression)
    {
        foreach (int channels in (int[])[1, 3, 4])
        {
            var sample = new SampleTiff(613, 431, channels, 8) { Kind = channels % 3 };
            using Image image = Image.NewFromMemory(sample.Pixels, sample.Width, sample.Height, channels, Enums.BandFormat.Uchar).Copy(interpretation: channels == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
            foreach (bool isTiled in (bool[])[false, true])
            {
                foreach (Enums.ForeignTiffPredictor predictor in (Enums.ForeignTiffPredictor[])[Enums.ForeignTiffPredictor.None, Enums.ForeignTiffPredictor.Horizontal])
                {
                    byte[] file = image.TiffsaveBuffer(compression: compression, predictor: predictor, tile: isTiled, tileWidth: 64, tileHeight: isTiled ? 48 : 431);
                    Assert.Equal(sample.Pixels, Decoded.Read(file));
                    Assert.Equal(sample.Pixels, Decoded.Read(file, isStreamed: true));
                }
            }
        }
    }

    public static TheoryData<int, int, long[]> OddTags => new()
    {
        { 262, 3, [0] },
        { 262, 3, [5] },
        { 262, 3, [8] },
        { 259, 3, [7] },
        { 259, 3, [5] },
        { 266, 3, [2] },
        { 284, 3, [2] },
        { 317, 3, [2] },
        { 317, 3, [3] },
        { 338, 3, [1] },
        { 338, 3, [0] },
        { 339, 3, [2, 2, 2] },
        { 339, 3, [1] },
        { 258, 3, [8, 8, 16] },
        { 258, 3, [8] },
        { 258, 3, [4, 4, 4] },
        { 277, 3, [4] },
        { 277, 3, [2] },
        { 278, 4, [0] },
        { 278, 4, [15] },
        { 273, 4, [8] },
        { 279, 4, [1, 1, 1, 1] },
        { 279, 2, [1, 1, 1, 1] },
        { 273, 4, [7, 8, 8, 8] },
        { 273, 4, [400_000, 8, 8, 8] },
        { 256, 4, [0] },
        { 256, 4, [-1] },
        { 257, 4, [-1] },
        { 322, 3, [16] },
        { 32997, 4, [2] },
        { 347, 7, [0, 0, 0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(OddTags))]
    public void What_is_odd_is_refused(int tag, int type, long[] numbers)
    {
        var sample = new SampleTiff(40, 50, 3, 8);
        Assert.NotNull(Decoded.Read(sample.Write()));
        Assert.Null(Decoded.Read((sample with { Tags = [(tag, type, numbers)] }).Write()));
    }

    [Theory]
    [InlineData(TiffCoding.Stored)]
    [InlineData(TiffCoding.Lzw)]
    [InlineData(TiffCoding.Deflate)]
    [InlineData(TiffCoding.PackBits)]
    internal void Bytes_behind_a_strip_do_not_matter(TiffCoding coding)
    {
        var sample = new SampleTiff(40, 50, 3, 8) { Coding = coding, Excess = 3 };
        Assert.Equal(sample.Pixels, Decoded.Read(sample.Write()));
    }

    [Theory]
    [InlineData(TiffCoding.Stored)]
    [InlineData(TiffCoding.Lzw)]
    [InlineData(TiffCoding.Deflate)]
    [InlineData(TiffCoding.PackBits)]
    internal void A_file_that_is_cut_off_anywhere_is_refused(TiffCoding coding)
    {
        byte[] file = new SampleTiff(23, 19, 3, 8) { Coding = coding }.Write();
        for (int length = 0; length < file.Length; length++)
            Assert.Null(Decoded.Read(file[..length]));
    }

    [Fact]
    public void A_zlib_stream_that_wants_a_dictionary_is_refused()
    {
        var sample = new SampleTiff(40, 10, 3, 8) { Coding = TiffCoding.Deflate };
        byte[] file = sample.Write(), coded = SampleCoding.Encode(TiffCoding.Deflate, sample.Pixels, 120);
        int at = file.AsSpan().IndexOf(coded);

        // FDICT (RFC 1950, 2.2), with the check that fits.
        file[at + 1] = (byte)(file[at + 1] & 0xC0 | 0x20);
        file[at + 1] += (byte)(31 - (file[at] * 256 + file[at + 1]) % 31);
        Assert.Null(Decoded.Read(file));
    }

    private static byte[] ByLibvips(byte[] file)
    {
        using Image image = Image.NewFromBuffer(file);
        return image.Format == Enums.BandFormat.Ushort ? System.Runtime.InteropServices.MemoryMarshal.AsBytes(image.WriteToMemory<ushort>().AsSpan()).ToArray() : image.WriteToMemory<byte>();
    }
}
