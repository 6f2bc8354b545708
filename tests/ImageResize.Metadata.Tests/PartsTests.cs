using System.Text;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;
using NetVips;

namespace ImageResize.Metadata.Tests;

/// <summary>What the inventory says of files made for it; for JPEG and PNG see beside.</summary>
public sealed class PartsTests
{
    [Fact]
    public void A_WebP_tells_frames_size_and_blocks()
    {
        using Image picture = Samples.Picture();
        using Image frames = picture.Join(picture.Invert(), Enums.Direction.Vertical).Mutate(m => m.Set(GValue.GIntType, "page-height", 48));
        ImageParts animated = Read(frames.WebpsaveBuffer());
        Assert.Equal((2, 64, 48), (animated.Frames, animated.Width, animated.Height));
        Assert.Equal((64, 48, false), Read(Samples.Encode(".webp")) is var plain ? (plain.Width, plain.Height, plain.HasAlpha) : default);
        using Image transparent = Samples.Picture(bands: 4);
        Assert.Equal((64, 48, true), Read(transparent.WebpsaveBuffer(lossless: true)) is var alpha ? (alpha.Width, alpha.Height, alpha.HasAlpha) : default);
    }

    [Fact]
    public void A_GIF_tells_frames_and_comments()
    {
        using Image picture = Samples.Picture();
        using Image frames = picture.Join(picture.Invert(), Enums.Direction.Vertical).Mutate(m => m.Set(GValue.GIntType, "page-height", 48));
        byte[] gif = frames.GifsaveBuffer();
        byte[] trailer = [1, .. Enumerable.Range(0, 256).Select(i => (byte)(255 - i)), 0];
        byte[] commented = [.. gif[..^1], 0x21, 0xFE, 5, .. "Hello"u8, 3, .. " me"u8, 0, 0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. Samples.XmpBytes, .. trailer, 0x3B];
        ImageParts parts = Read(commented);
        Assert.Equal((2, 64, 48), (parts.Frames, parts.Width, parts.Height));
        Assert.Equal(new TextEntry(TextEntry.Comment, "Hello me"), Assert.Single(parts.Metadata.Texts));
        Assert.Equal(Samples.XmpBytes, parts.Metadata.Xmp);
        Assert.Null(parts.Problem);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(12)]
    public void An_AVIF_tells_its_bits_size_and_colors(int bits)
    {
        using Image picture = Samples.Picture(bands: 4);
        ImageParts parts = Read(picture.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, bitdepth: bits, effort: 0));
        Assert.Equal((64, 48, bits, true, 4), (parts.Width, parts.Height, parts.BitsPerSample, parts.HasAlpha, parts.Channels));
        Assert.Equal("AVIF", parts.Variant);
        Assert.True(parts.Color.IsSrgb);
        Assert.Empty(parts.OtherPictures);
    }

    [Fact]
    public void A_TIFF_tells_pages_previews_and_extra_channels()
    {
        using Image picture = Samples.Picture();
        using Image pages = picture.Join(picture, Enums.Direction.Vertical).Mutate(m => m.Set(GValue.GIntType, "page-height", 48));
        Assert.Equal(2, Read(pages.TiffsaveBuffer()).Pages);
        using Image five = picture.Bandjoin(picture[0], picture[1]);
        Assert.Equal((5, true, 1), Read(five.TiffsaveBuffer()) is var parts ? (parts.Channels, parts.HasAlpha, parts.ExtraChannels) : default);
        using Image real = picture.Cast(Enums.BandFormat.Float);
        Assert.Equal((32, SampleKind.Float), Read(real.TiffsaveBuffer()) is var deep ? (deep.BitsPerSample, deep.SampleKind) : default);
        using Image lab = picture.Colourspace(Enums.Interpretation.Lab);
        Assert.Equal("Lab colours", Read(lab.TiffsaveBuffer()).UnusualCoding);
        ImageParts pyramid = Read(picture.TiffsaveBuffer(tile: true, pyramid: true, tileWidth: 16, tileHeight: 16, subifd: true));
        Assert.Equal(1, pyramid.Pages);
        Assert.All(pyramid.OtherPictures, other => Assert.Equal(PictureRole.Preview, other.Role));
        Assert.NotEmpty(pyramid.OtherPictures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_EXIF_of_a_TIFF_is_put_together_and_keeps_the_place_of_the_maker_note(bool isBigEndian)
    {
        // An EXIF block is a TIFF file without a picture.
        byte[] tiff = Samples.Exif(isBigEndian);
        ImageParts parts = Read(tiff);
        byte[] exif = parts.Metadata.Exif!;
        Assert.Equal(6, parts.Orientation);
        Assert.Equal(tiff.AsSpan().IndexOf(Samples.MakerNote), exif.AsSpan().IndexOf(Samples.MakerNote));
        foreach (string text in (string[])["Testmaker", "An artist", "2026:05:04 03:02:01"])
            Assert.NotEqual(-1, exif.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)));
        Assert.True(Exif.ExifSummary.Read(exif).HasLocation);
    }

    [Theory]
    [InlineData(0xC612, TiffType.Byte, "DNG")]
    [InlineData(0x828E, TiffType.Byte, "TIFF/EP")]
    public void Camera_raw_is_no_TIFF(ushort tag, ushort type, string format)
    {
        var main = new TiffContent();
        main.Set(0x0100, TiffType.Long, [100, 0, 0, 0]);
        main.Set(tag, type, [1, 4, 0, 0]);
        Assert.Equal($"camera raw ({format})", Read(TiffBuilder.Build(main, false, 65_000)).Variant);
        Assert.Null(Read(Samples.Encode(".tif")).Variant);
    }

    [Fact]
    public void A_preview_in_front_of_a_makers_own_directory_is_camera_raw()
    {
        var below = new TiffContent();
        below.Set(0x0100, TiffType.Long, [100, 0, 0, 0]);
        var main = new TiffContent();
        main.Set(0x00FE, TiffType.Long, [1, 0, 0, 0]);
        main.Set(0x010F, TiffType.Ascii, "NIKON CORPORATION\0"u8.ToArray());
        main.Set(0x014A, below);
        Assert.Equal("camera raw (NEF)", Read(TiffBuilder.Build(main, false, 65_000)).Variant);
    }

    [Fact]
    public void What_is_no_image_has_no_parts()
    {
        Assert.Null(PartsReader.Read(new MemorySource("no image"u8.ToArray())));
        Assert.Null(PartsReader.Read(new MemorySource(default)));
    }

    internal static ImageParts Read(byte[] file)
    {
        ImageParts parts = PartsReader.Read(new MemorySource(file))!;
        using var stream = new MemoryStream(file);
        ImageParts streamed = PartsReader.Read(new StreamSource(stream))!;
        Assert.Equal((parts.Width, parts.Frames, parts.Pages, parts.Trailing.Length, parts.Metadata.Exif?.Length), (streamed.Width, streamed.Frames, streamed.Pages, streamed.Trailing.Length, streamed.Metadata.Exif?.Length));
        return parts;
    }
}
