using System.Text;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;
using NetVips;

namespace ImageResize.Metadata.Tests;

/// <summary>What the inventory says of files made for it.</summary>
public sealed class PartsTests
{
    private static readonly byte[] Video = [0, 0, 0, 24, .. "ftypmp42\0\0\0\0isommp42"u8, 0, 0, 0, 16, .. "mdat12345678"u8];

    [Fact]
    public void Every_segment_of_a_JPEG_is_known()
    {
        byte[] second = Samples.Exif(isBigEndian: true, orientation: 1);
        ImageParts parts = Read(Samples.Jpeg(
            Samples.Segment(0xE1, [.. "Exif\0\0"u8, .. Samples.Exif()]),
            Samples.Segment(0xE1, [.. "Exif\0\0"u8, .. second]),
            Samples.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Samples.XmpBytes]),
            Samples.Segment(0xED, [.. "Photoshop 3.0\0"u8, .. "8BIM"u8, 4, 4, 0, 0, 0, 0, 0, 12, .. Samples.Iptc[..12]]),
            Samples.Segment(0xFE, "A comment"u8)));
        Assert.Equal(Samples.Exif(), parts.Metadata.Exif);
        Assert.Equal(second, Assert.Single(parts.Metadata.FurtherExif));
        Assert.Equal(Samples.XmpBytes, parts.Metadata.Xmp);
        Assert.Equal(24, parts.Metadata.ImageResources!.Length);
        Assert.Equal(new TextEntry(TextEntry.Comment, "A comment"), Assert.Single(parts.Metadata.Texts));
        Assert.Equal((64, 48, 6, 3, 8), (parts.Width, parts.Height, parts.Orientation, parts.Channels, parts.BitsPerSample));
        Assert.Null(parts.Problem);
        Assert.Empty(parts.Trailing);
    }

    [Fact]
    public void EXIF_that_runs_over_two_segments_is_put_together()
    {
        byte[] exif = Samples.Exif();
        ImageParts parts = Read(Samples.Jpeg(
            Samples.Segment(0xE1, [.. "Exif\0\0"u8, .. exif[..150]]),
            Samples.Segment(0xE1, [.. "Exif\0\0"u8, .. exif[150..]])));
        Assert.Equal(exif, parts.Metadata.Exif);
        Assert.Empty(parts.Metadata.FurtherExif);
    }

    [Fact]
    public void An_extended_packet_is_put_together_by_its_digest_and_offsets()
    {
        const string Digest = "0123456789ABCDEF0123456789ABCDEF";
        byte[] Piece(string digest, byte offset, string text) =>
            Samples.Segment(0xE1, [.. "http://ns.adobe.com/xmp/extension/\0"u8, .. Encoding.ASCII.GetBytes(digest), 0, 0, 0, 6, 0, 0, 0, offset, .. Encoding.ASCII.GetBytes(text)]);
        byte[] main = Samples.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.ASCII.GetBytes($"<a xmpNote:HasExtendedXMP='{Digest}'/>")]);
        Assert.Equal("<b/>ok"u8.ToArray(), Read(Samples.Jpeg(main, Piece(Digest, 4, "ok"), Piece(new string('F', 32), 0, "others"), Piece(Digest, 0, "<b/>"))).Metadata.ExtendedXmp);
        ImageParts broken = Read(Samples.Jpeg(main, Piece(Digest, 4, "ok")));
        Assert.Null(broken.Metadata.ExtendedXmp);
        Assert.Equal(1, broken.BlocksNotTaken);
    }

    [Fact]
    public void A_video_behind_a_JPEG_is_known_with_its_length()
    {
        byte[] jpeg = Samples.Encode(".jpg");
        Assert.Equal(new TrailingData(TrailingKind.Video, jpeg.Length, Video.Length), Assert.Single(Read([.. jpeg, .. Video]).Trailing));
        byte[] samsung = [0, 0, 0x30, 0x0A, 16, 0, 0, 0, .. "MotionPhoto_Data"u8, .. Video, .. "SEFH"u8, 1, 2, 3, 4, .. "SEFT"u8];
        TrailingData trailing = Assert.Single(Read([.. jpeg, .. samsung]).Trailing);
        Assert.Equal((TrailingKind.Video, (long)jpeg.Length + 24), (trailing.Kind, trailing.Offset));
        Assert.Equal(TrailingKind.Samsung, Assert.Single(Read([.. jpeg, 1, 2, 3, .. "SEFT"u8]).Trailing).Kind);
        Assert.Equal(TrailingKind.Other, Assert.Single(Read([.. jpeg, .. "anything"u8]).Trailing).Kind);
        Assert.Empty(Read([.. jpeg, 0, 0, 0, 0, 0]).Trailing);
    }

    [Fact]
    public void A_second_picture_is_known_whether_an_index_names_it_or_not()
    {
        byte[] jpeg = Samples.Encode(".jpg");
        Assert.Equal(new OtherPicture(PictureRole.Picture, jpeg.Length), Assert.Single(Read([.. jpeg, .. jpeg]).OtherPictures));
        Assert.Equal(new OtherPicture(PictureRole.Picture, jpeg.Length), Assert.Single(Read(WithIndex(0x020002)).OtherPictures));
        Assert.Equal(new OtherPicture(PictureRole.Preview, jpeg.Length), Assert.Single(Read(WithIndex(0x010002)).OtherPictures));
        Assert.Empty(Read(WithIndex(0x020002)).Trailing);
    }

    [Fact]
    public void The_head_of_a_JPEG_is_told_without_the_rest_of_the_file()
    {
        byte[] file = [.. Samples.Jpeg(Samples.Segment(0xE1, [.. "Exif\0\0"u8, .. Samples.Exif()])), .. Video];
        ImageParts head = PartsReader.ReadHead(new MemorySource(file.AsMemory(0, file.Length - Video.Length - 100)))!;
        Assert.Equal((6, 64, true, null), (head.Orientation, head.Width, head.Unread is not null, head.Problem));
        ImageParts all = PartsReader.ReadRest(head, new MemorySource(file));
        Assert.Equal(TrailingKind.Video, Assert.Single(all.Trailing).Kind);
        Assert.Null(all.Unread);
        Assert.Equal(head.Metadata, all.Metadata);
        Assert.NotNull(PartsReader.ReadRest(head, new MemorySource(file.AsMemory(0, 900))).Problem);
    }

    [Fact]
    public void A_gain_map_is_no_other_picture()
    {
        byte[] map = Samples.Jpeg(Samples.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. "<a hdrgm:Version='1.0'/>"u8]));
        ImageParts parts = Read(WithIndex(0, map));
        Assert.True(parts.HasGainMap);
        Assert.Empty(parts.OtherPictures);
    }

    [Theory]
    [InlineData(0xC3, 8, "lossless")]
    [InlineData(0xC9, 8, "arithmetic coding")]
    [InlineData(0xC1, 12, "12 bits")]
    [InlineData(0xC2, 8, null)]
    public void An_unusual_JPEG_is_named(byte code, byte bits, string? unusual)
    {
        byte[] jpeg = Samples.Encode(".jpg");
        int frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (jpeg[frame + 1], jpeg[frame + 4]) = (code, bits);
        Assert.Equal(unusual, Read(jpeg).UnusualCoding);
    }

    [Fact]
    public void Texts_of_a_PNG_come_in_their_encodings()
    {
        ImageParts parts = Read(Samples.Png(
            Samples.Chunk("tEXt", Encoding.Latin1.GetBytes("Title\0Café")),
            Samples.Chunk("zTXt", [.. "Software\0\0"u8, .. Samples.Deflate("a tool"u8)]),
            Samples.Chunk("iTXt", [.. "Description\0\0\0ja\0"u8, .. Encoding.UTF8.GetBytes("説明\0日本語")]),
            Samples.Chunk("iTXt", [.. "Comment\0\u0001\0\0\0"u8, .. Samples.Deflate(Encoding.UTF8.GetBytes("größer"))])));
        Assert.Equal(
            [new("Title", "Café"), new("Software", "a tool"), new("Description", "日本語", "ja", "説明"), new("Comment", "größer")],
            parts.Metadata.Texts);
    }

    [Fact]
    public void Profiles_in_texts_of_a_PNG_are_found()
    {
        byte[] exif = [.. "Exif\0\0"u8, .. Samples.Exif()];
        byte[] Raw(string kind, byte[] data) => Samples.Chunk("zTXt", [.. Encoding.ASCII.GetBytes($"Raw profile type {kind}\0\0"), .. Samples.Deflate(Encoding.ASCII.GetBytes($"\n{kind}\n{data.Length,8}\n{Lines(Convert.ToHexStringLower(data))}\n"))]);
        ImageParts parts = Read(Samples.Png(Raw("exif", exif), Raw("iptc", Samples.Iptc), Raw("xmp", Samples.XmpBytes)));
        Assert.Equal(Samples.Exif(), parts.Metadata.Exif);
        Assert.Equal(Samples.Iptc, parts.Metadata.Iptc);
        Assert.Equal(Samples.XmpBytes, parts.Metadata.Xmp);
        Assert.Equal(6, parts.Orientation);
        Assert.Empty(parts.Metadata.Texts);
    }

    [Fact]
    public void A_text_that_needs_a_dictionary_is_broken()
    {
        ImageParts parts = Read(Samples.Png(Samples.Chunk("zTXt", [.. "Title\0\0"u8, 0x78, 0xBB, 1, 2, 3, 4, 3, 0, 0, 0, 0, 1])));
        Assert.Equal(1, parts.BlocksNotTaken);
        Assert.Empty(parts.Metadata.Texts);
    }

    [Fact]
    public void An_animated_PNG_has_its_frames()
    {
        byte[] frame = Samples.Chunk("fcTL", new byte[26]);
        Assert.Equal(3, Read(Samples.Png([.. Samples.Chunk("acTL", [0, 0, 0, 3, 0, 0, 0, 0]), .. frame, .. frame, .. frame])).Frames);

        // A file may announce more than it has.
        Assert.Equal(2, Read(Samples.Png([.. Samples.Chunk("acTL", [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]), .. frame, .. frame])).Frames);
    }

    [Fact]
    public void Six_hundred_texts_of_seven_megabytes_are_listed_and_not_inflated()
    {
        byte[] bomb = Samples.Chunk("zTXt", [.. "Comment\0\0"u8, .. Samples.Deflate(new byte[7_000_000])]);
        byte[] file = Samples.Png([.. Enumerable.Repeat(bomb, 600)]);
        ImageParts parts = Read(file);
        Assert.Equal(596, parts.BlocksNotTaken);
        Assert.Equal(4, parts.Metadata.Texts.Length);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < 200_000_000);
    }

    [Fact]
    public void Color_of_a_PNG_follows_the_order_of_precedence()
    {
        byte[] pq = Samples.Chunk("cICP", [9, 16, 0, 1]), srgb = Samples.Chunk("sRGB", [0]), linear = Samples.Chunk("gAMA", [0, 1, 0x86, 0xA0]);
        byte[] p3 = Samples.Chunk("iCCP", [.. "name\0\0"u8, .. Samples.Deflate(IccWriter.Create(StandardColor.DisplayP3))]);
        Assert.True(Read(Samples.Png(p3, srgb, linear, pq)).Color is { IsHdr: true, IsWideGamut: true, Origin: ColorOrigin.CodePoints });
        Assert.Equal(StandardColor.DisplayP3, Read(Samples.Png(linear, srgb, p3)).Color.Standard);
        Assert.True(Read(Samples.Png(linear, srgb)).Color.IsSrgb);
        Assert.False(Read(Samples.Png(linear)).Color.IsSrgb);
        Assert.True(Read(Samples.Png()).Color.IsSrgb);
    }

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

    private static string Lines(string digits) => string.Join('\n', digits.Chunk(72).Select(line => new string(line)));

    private static ImageParts Read(byte[] file)
    {
        ImageParts parts = PartsReader.Read(new MemorySource(file))!;
        using var stream = new MemoryStream(file);
        ImageParts streamed = PartsReader.Read(new StreamSource(stream))!;
        Assert.Equal((parts.Width, parts.Frames, parts.Pages, parts.Trailing.Length, parts.Metadata.Exif?.Length), (streamed.Width, streamed.Frames, streamed.Pages, streamed.Trailing.Length, streamed.Metadata.Exif?.Length));
        return parts;
    }

    internal static byte[] WithIndex(uint type, byte[]? second = null)
    {
        byte[] jpeg = Samples.Encode(".jpg");
        second ??= jpeg;
        const int Head = 4 + 4;
        int indexAt = 2 + Head;
        var numbers = new Samples.Numbers(true);
        int indexLength = 8 + 2 + 12 + 4 + 32;
        int primary = jpeg.Length + Head + indexLength;
        byte[] index =
        [
            .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0xB0, 2, 0, 7, .. numbers.Long(32), .. numbers.Long(26), .. numbers.Long(0),
            .. numbers.Long(0x030000), .. numbers.Long((uint)primary), .. numbers.Long(0), .. numbers.Long(0),
            .. numbers.Long(type), .. numbers.Long((uint)second.Length), .. numbers.Long((uint)(primary - indexAt)), .. numbers.Long(0),
        ];
        return [.. jpeg[..2], .. Samples.Segment(0xE2, [.. "MPF\0"u8, .. index]), .. jpeg[2..], .. second];
    }
}
