using System.Buffers.Binary;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>One word for one image, whatever output is wanted; a sound one of a kind that is not read is not called damaged.</summary>
public sealed class VerdictTests(EngineSession session) : ModuleTest(session)
{
    private static readonly string[] Formats = ["jpeg", "png", "webp"];

    private static readonly (string Name, Func<byte[]> Make, string Word)[] Kinds =
    [
        ("12-bit.jpg", () => Jpeg(frame => frame[4] = 12), "12 bits"),
        ("lossless.jpg", () => Jpeg(frame => frame[1] = 0xC3), "lossless"),
        ("arithmetic.jpg", () => Jpeg(frame => frame[1] = 0xC9), "arithmetic coding"),
        ("hierarchical.jpg", () => Jpeg(frame => frame[1] = 0xC5), "hierarchical"),
        ("hierarchy.jpg", Hierarchy, "hierarchical"),
        ("lab.tif", () => Tiff(262, 8), "Lab"),
        ("lzma.tif", () => Tiff(259, 34925), "LZMA"),
        ("old-jpeg.tif", () => Tiff(259, 6), "old-style JPEG"),
        ("planar-tiles.tif", () => Tiff(284, 2, tile: true), "tiled planar"),
        ("10-bit.tif", () => Tiff(258, 10, bands: 1), "10 bits"),
        ("12-bit.tif", () => Tiff(258, 12, bands: 1), "12 bits"),
        ("64-bit.tif", () => Tiff(258, 64, bands: 1), "64 bits"),
        ("ycbcr.tif", () => Tiff(262, 6), "YCbCr without JPEG"),
        ("4-bit-rgb.tif", () => new PlainTiff { Bits = 4 }.Add(64, 48, [1, 2, 3]).ToArray(), "4 bits in several channels"),
        ("extra.tif", () => new PlainTiff().Add(64, 48, [1, 2, 3, 4], 0, (338, [7, 0])).ToArray(), "extra channels"),
        ("signed.tif", Signed, "signed"),
        ("sequence.avif", Sequence, "sequence"),
    ];

    public static TheoryData<string, string> KindsAndFormats()
    {
        var data = new TheoryData<string, string>();
        foreach ((string name, _, _) in Kinds)
            foreach (string format in Formats)
                data.Add(name, format);
        return data;
    }

    [Theory]
    [MemberData(nameof(KindsAndFormats))]
    public void A_kind_that_is_not_read_is_said_to_be_so(string name, string format)
    {
        (_, Func<byte[]> make, string word) = Array.Find(Kinds, kind => kind.Name == name);
        File.WriteAllBytes(In(name), make());
        RunOutput output = Resize($"-Size 40 -Format {format}");
        Assert.Equal(["UnsupportedFormat"], output.ErrorIds);
        string message = output.Errors[0].ToString();
        Assert.Contains(word, message, StringComparison.Ordinal);
        Assert.Contains(" first.", message, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(Out()) ? Directory.GetFiles(Out()) : []);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    public void The_height_of_a_JPEG_may_stand_behind_its_first_scan(string format)
    {
        using Image image = TestImage.Corners(64, 48);
        byte[] jpeg = image.JpegsaveBuffer();
        Span<byte> lines = jpeg.AsSpan(jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]) + 5, 2);
        byte[] marker = [0xFF, 0xDC, 0, 4, .. lines];
        lines.Clear();
        File.WriteAllBytes(In("a.jpg"), [.. jpeg[..^2], .. marker, .. jpeg[^2..]]);
        Assert.Equal(48, Session.Run("Get-ImageInfo $args[0]", In("a.jpg")).The<int>("Height"));
        RunOutput output = Resize($"-Size 32 -Format {format}");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.Equal((32, 24), (picture.Width, picture.Height));
        Assert.True(picture.IsUpright(14));
    }

    [Theory]
    [InlineData("a.jpg", true)]
    [InlineData("a.png", true)]
    [InlineData("a.gif", true)]
    [InlineData("a.webp", false)]
    [InlineData("a.tif", false)]
    [InlineData("a.avif", false)]
    public void What_is_damaged_is_told_alike_for_every_output_with_the_way_to_what_is_left(string name, bool hasPixels)
    {
        TestImage.Write(In(name));
        byte[] whole = File.ReadAllBytes(In(name));
        File.WriteAllBytes(In(name), whole[..(whole.Length * 6 / 10)]);
        string[] messages = [.. Formats.Select(format =>
        {
            RunOutput output = Resize($"-Size 100 -Format {format}");
            Assert.Equal(["Damaged"], output.ErrorIds);
            return output.Errors[0].ToString();
        })];
        Assert.Single(messages.Distinct());
        Assert.Equal(hasPixels, messages[0].Contains("-OnDamage Salvage", StringComparison.Ordinal));
    }

    [Fact]
    public void The_verdict_on_an_image_is_the_same_for_every_output()
    {
        // Bytes changed in the entropy-coded data, of which libjpeg passes over some without a word.
        using Image image = TestImage.Corners(160, 120);
        using Image rough = (image + Image.Gaussnoise(160, 120, sigma: 20, seed: 3)).Cast(Enums.BandFormat.Uchar);
        byte[] whole = rough.JpegsaveBuffer(q: 80, interlace: false);
        var random = new Random(11);
        for (int i = 0; i < 40; i++)
        {
            byte[] changed = [.. whole];
            changed[random.Next(whole.Length / 2, whole.Length - 2)] ^= (byte)(1 << random.Next(7));
            File.WriteAllBytes(In($"{i:00}.jpg"), changed);
        }

        string[][] verdicts = [.. Formats.Select(format => Resize($"-Size 60 -Format {format}").Objects
            .OrderBy(result => (string)result.Properties["SourcePath"].Value, StringComparer.Ordinal)
            .Select(result => (string)result.Properties["Status"].Value).ToArray())];
        Assert.Equal(verdicts[0], verdicts[1]);
        Assert.Equal(verdicts[0], verdicts[2]);
        Assert.Contains("Failed", verdicts[0]);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("gif")]
    [InlineData("webp")]
    public void Frames_that_an_output_does_not_show_count_as_well(string format)
    {
        TestImage.WriteAnimation(In("a.gif"));
        byte[] whole = File.ReadAllBytes(In("a.gif"));
        File.WriteAllBytes(In("a.gif"), whole[..(whole.Length - 20)]);
        RunOutput output = Resize($"-Size 60 -Format {format}");
        Assert.Equal(["Damaged"], output.ErrorIds);
        RunOutput salvaged = Resize($"-Size 60 -Format {format} -OnDamage Salvage");
        Assert.Equal("Resized", salvaged.The<string>("Status"));
        Assert.Contains(salvaged.Warnings, warning => warning.Contains("damaged", StringComparison.Ordinal));
    }

    /// <summary>A JPEG whose frame header is changed: marker, length, precision.</summary>
    private static byte[] Jpeg(Action<byte[]> change)
    {
        using Image image = TestImage.Corners(64, 48);
        byte[] jpeg = image.JpegsaveBuffer();
        int at = jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
        byte[] frame = jpeg[at..(at + 10)];
        change(frame);
        frame.CopyTo(jpeg, at);
        return jpeg;
    }

    /// <summary>A TIFF one number of whose directory is changed.</summary>
    private static byte[] Tiff(int tag, ushort value, bool tile = false, int bands = 3)
    {
        using Image corners = TestImage.Corners(64, 48);
        using Image image = bands == 1 ? corners.Colourspace(Enums.Interpretation.Bw) : corners.Copy();
        byte[] tiff = image.TiffsaveBuffer(tile: tile, tileWidth: 32, tileHeight: 32);
        int directory = BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(4));
        for (int i = 0, count = BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(directory)); i < count; i++)
        {
            Span<byte> entry = tiff.AsSpan(directory + 2 + 12 * i, 12);
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry) != tag)
                continue;
            BinaryPrimitives.WriteUInt16LittleEndian(entry[8..], value);
            return tiff;
        }

        throw new InvalidOperationException($"The file has no tag {tag}.");
    }

    private static byte[] Signed()
    {
        using Image image = TestImage.Corners(64, 48);
        using Image signed = image.Cast(Enums.BandFormat.Short);
        return signed.TiffsaveBuffer();
    }

    /// <summary>A JPEG with a marker that announces a hierarchy (DHP) before its frame.</summary>
    private static byte[] Hierarchy()
    {
        using Image image = TestImage.Corners(64, 48);
        byte[] jpeg = image.JpegsaveBuffer();
        int frame = jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
        int length = 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(frame + 2));
        return [.. jpeg[..frame], 0xFF, 0xDE, .. jpeg[(frame + 2)..(frame + length)], .. jpeg[frame..]];
    }

    private static byte[] Sequence()
    {
        using Image image = TestImage.Corners(64, 48);
        byte[] avif = image.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1);
        "avis"u8.CopyTo(avif.AsSpan(8));
        return avif;
    }
}
