using System.Text;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Iptc;
using ImageResize.Metadata.Sources;
using NetVips;

namespace ImageResize.Metadata.Tests;

/// <summary>Blocks come out of a file as they were put into it, and the pixels are the same.</summary>
public sealed class BlockWriterTests
{
    internal static readonly MetadataBlocks All = new()
    {
        Exif = Samples.Exif(orientation: 1),
        Xmp = Samples.XmpBytes,
        ImageResources = PhotoshopResources.Wrap(Samples.Iptc),
        Icc = IccWriter.Create(StandardColor.DisplayP3),
        Texts = [new(TextEntry.Comment, "A comment")],
    };

    [Theory]
    [InlineData(".jpg", 0)]
    [InlineData(".png", 0)]
    [InlineData(".webp", 20)]
    [InlineData(".avif", 20)]
    [InlineData(".tif", 16)]
    public void What_is_put_into_a_file_comes_out_of_it(string extension, int left)
    {
        byte[] plain = Samples.Encode(extension);
        byte[] written = Write(plain, All, out MetadataKinds notPlaced);
        Assert.Equal((MetadataKinds)left, notPlaced);
        ImageParts parts = Read(written);
        Assert.Null(parts.Problem);
        Assert.Equal(0, parts.BlocksNotTaken);
        Assert.Equal(All.Xmp, parts.Metadata.Xmp);
        Assert.Equal(All.Icc, parts.Metadata.Icc);
        Assert.Equal(StandardColor.DisplayP3, IccProfile.Read(parts.Metadata.Icc!).Standard);
        if (extension == ".tif")
            AssertSameExif(parts.Metadata.Exif!);
        else
            Assert.Equal(All.Exif, parts.Metadata.Exif);
        if (!notPlaced.HasFlag(MetadataKinds.Iptc))
            Assert.Equal(Samples.Iptc, PhotoshopResources.FindIptc(parts.Metadata.ImageResources));
        if (!notPlaced.HasFlag(MetadataKinds.Texts))
            Assert.Equal(All.Texts, parts.Metadata.Texts);
        AssertSamePixels(plain, written);
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".avif")]
    public void Blocks_are_replaced_and_taken_out_again(string extension)
    {
        byte[] plain = Write(Samples.Encode(extension), MetadataBlocks.None, out _);
        byte[] full = Write(plain, All, out _);
        MetadataBlocks other = MetadataBlocks.None with { Xmp = "<a/>"u8.ToArray() };
        byte[] replaced = Write(full, other, out _);
        MetadataBlocks read = Read(replaced).Metadata;
        Assert.Equal(other.Xmp, read.Xmp);
        Assert.True(read is { Exif: null, Icc: null, ImageResources: null } && read.Texts.IsEmpty);
        Assert.True(Read(Write(replaced, MetadataBlocks.None, out _)).Metadata.IsEmpty);
        AssertSamePixels(plain, replaced);
        Assert.Equal(-1, replaced.AsSpan().IndexOf("An artist"u8));
        Assert.Equal(full, Write(full, Read(full).Metadata, out _));
    }

    [Theory]
    [InlineData(".jpg", 1)]
    [InlineData(".png", 4)]
    [InlineData(".webp", 4)]
    [InlineData(".avif", 4)]
    [InlineData(".tif", 4)]
    [InlineData(".tif", 1)]
    public void Every_kind_of_pixels_stays(string extension, int bands)
    {
        byte[] plain = Samples.Encode(extension, 33, 17, bands);
        AssertSamePixels(plain, Write(plain, All with { Icc = null }, out _));
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".avif")]
    [InlineData(".tif")]
    public void Libvips_reads_what_is_written(string extension)
    {
        using Image image = Image.NewFromBuffer(Write(Samples.Encode(extension), All, out _));
        Assert.Equal(All.Xmp, (byte[])image.Get("xmp-data"));
        Assert.Equal(All.Icc, (byte[])image.Get("icc-profile-data"));

        // libvips reads no EXIF from TIFF.
        if (extension != ".tif")
            Assert.StartsWith("An artist", (string)image.Get("exif-ifd0-Artist"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 8)]
    [InlineData(true, 8)]
    [InlineData(true, 16)]
    public void A_TIFF_takes_EXIF_of_either_byte_order_and_keeps_the_place_of_the_maker_note(bool isBigEndian, int bits)
    {
        using Image picture = Samples.Picture();
        using Image deep = bits == 16 ? (picture * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16) : picture.Copy();
        byte[] plain = deep.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw, predictor: Enums.ForeignTiffPredictor.Horizontal);
        byte[] exif = Samples.Exif(isBigEndian, orientation: 1);
        byte[] written = Write(plain, new MetadataBlocks { Exif = exif }, out _);
        Assert.Equal(exif.AsSpan().IndexOf(Samples.MakerNote), written.AsSpan().IndexOf(Samples.MakerNote));
        AssertSameExif(Read(written).Metadata.Exif!);
        AssertSamePixels(plain, written);
    }

    [Fact]
    public void Nothing_that_was_removed_is_left_in_an_AVIF_of_another_writer()
    {
        using Image picture = Samples.Picture().Mutate(m =>
        {
            m.Set(GValue.GStrType, "exif-ifd0-Artist", "Somebody (Somebody, ASCII, 9 components, 9 bytes)");
            m.Set(GValue.BlobType, "xmp-data", Samples.XmpBytes);
        });
        byte[] source = picture.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0);
        Assert.NotEqual(-1, source.AsSpan().IndexOf("Somebody"u8));
        byte[] written = Write(source, MetadataBlocks.None, out _);
        Assert.Equal(-1, written.AsSpan().IndexOf("Somebody"u8));
        Assert.Equal(-1, written.AsSpan().IndexOf("GPSLatitude"u8));
        AssertSamePixels(source, written);
    }

    [Fact]
    public void Pages_of_a_TIFF_stay()
    {
        using Image picture = Samples.Picture();
        using Image pages = picture.Join(picture.Invert(), Enums.Direction.Vertical).Mutate(m => m.Set(GValue.GIntType, "page-height", 48));
        byte[] written = Write(pages.TiffsaveBuffer(), All, out _);
        Assert.Equal(2, Read(written).Pages);
        using Image read = Image.TiffloadBuffer(written, n: -1);
        Assert.Equal(0, (read - pages).Abs().Max());
    }

    [Fact]
    public void Texts_of_every_kind_go_into_a_PNG()
    {
        TextEntry[] texts =
        [
            new("Title", "Café"), new("Description", "日本語", "ja", "説明"), new("Comment", new string('x', 5000)), new("Comment", new string('ß', 2000) + "語"), new("  Odd\0keyword ", "v"),
        ];
        MetadataBlocks read = Read(Write(Samples.Encode(".png"), new MetadataBlocks { Texts = [.. texts] }, out _)).Metadata;
        Assert.Equal([.. texts[..4], new("Oddkeyword", "v")], read.Texts);
    }

    [Fact]
    public void Comments_and_XMP_go_into_a_GIF_and_its_frames_stay()
    {
        using Image picture = Samples.Picture();
        using Image frames = picture.Join(picture.Invert(), Enums.Direction.Vertical).Mutate(m => m.Set(GValue.GIntType, "page-height", 48));
        byte[] plain = frames.GifsaveBuffer();
        MetadataBlocks blocks = new() { Xmp = Samples.XmpBytes, Exif = Samples.Exif(), Texts = [new(TextEntry.Comment, new string('c', 600)), new(TextEntry.Comment, "größer")] };
        byte[] written = Write(plain, blocks, out MetadataKinds left);
        Assert.Equal(MetadataKinds.Exif, left);
        ImageParts parts = Read(written);
        Assert.Equal(2, parts.Frames);
        Assert.Equal(blocks.Xmp, parts.Metadata.Xmp);
        Assert.Equal(blocks.Texts, parts.Metadata.Texts);
        Assert.Null(parts.Problem);
        using Image expected = Image.NewFromBuffer(plain, "n=-1"), actual = Image.NewFromBuffer(written, "n=-1");
        Assert.Equal(0, (expected - actual).Abs().Max());
        Assert.True(Read(Write(written, MetadataBlocks.None, out _)).Metadata.IsEmpty);
        Assert.Equal(written, Write(written, blocks, out _));
    }

    [Fact]
    public void An_animated_WebP_keeps_its_frames()
    {
        using Image picture = Samples.Picture();
        using Image frames = picture.Join(picture.Invert(), Enums.Direction.Vertical).Mutate(m => m.Set(GValue.GIntType, "page-height", 48));
        byte[] plain = frames.WebpsaveBuffer();
        byte[] written = Write(plain, All, out _);
        Assert.Equal(2, Read(written).Frames);
        AssertSamePixels(plain, written);
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".avif")]
    [InlineData(".gif")]
    [InlineData(".tif")]
    public void A_changed_file_is_written_or_refused(string extension)
    {
        byte[] file = extension == ".tif" ? Samples.Encode(extension) : Write(Samples.Encode(extension), All, out _);
        ContainerFormat format = Read(file).Format;
        var random = new Random(extension[1]);
        for (int i = 0; i < 800; i++)
        {
            try
            {
                BlockWriter.Write(new MemorySource(HostileTests.Mutate(file, random)), format, All, new MemoryStream());
            }
            catch (MetadataFormatException)
            {
            }
        }
    }

    internal static byte[] Write(byte[] file, MetadataBlocks blocks, out MetadataKinds left)
    {
        var target = new MemoryStream();
        left = BlockWriter.Write(new MemorySource(file), Read(file).Format, blocks, target);
        return target.ToArray();
    }

    internal static ImageParts Read(byte[] file) => PartsReader.Read(new MemorySource(file))!;

    private static void AssertSameExif(byte[] exif)
    {
        foreach (string text in (string[])["Testmaker", "An artist", "2026:05:04 03:02:01", "a maker note with offsets of its own"])
            Assert.NotEqual(-1, exif.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)));
        Assert.True(Exif.ExifSummary.Read(exif).HasLocation);
    }

    private static void AssertSamePixels(byte[] expected, byte[] actual)
    {
        using Image a = Image.NewFromBuffer(expected), b = Image.NewFromBuffer(actual);
        Assert.Equal((a.Width, a.Height, a.Bands), (b.Width, b.Height, b.Bands));
        Assert.Equal(0, (a - b).Abs().Max());
    }
}
