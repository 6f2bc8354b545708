using System.Text;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Tests;

/// <summary>What the inventory says of JPEG files made for it.</summary>
public sealed class JpegPartsTests
{
    private static readonly byte[] Video = [0, 0, 0, 24, .. "ftypmp42\0\0\0\0isommp42"u8, 0, 0, 0, 16, .. "mdat12345678"u8];

    [Fact]
    public void Every_segment_of_a_JPEG_is_known()
    {
        byte[] second = Samples.Exif(isBigEndian: true, orientation: 1);
        ImageParts parts = PartsTests.Read(Samples.Jpeg(
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
        ImageParts parts = PartsTests.Read(Samples.Jpeg(
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
        Assert.Equal("<b/>ok"u8.ToArray(), PartsTests.Read(Samples.Jpeg(main, Piece(Digest, 4, "ok"), Piece(new string('F', 32), 0, "others"), Piece(Digest, 0, "<b/>"))).Metadata.ExtendedXmp);
        ImageParts broken = PartsTests.Read(Samples.Jpeg(main, Piece(Digest, 4, "ok")));
        Assert.Null(broken.Metadata.ExtendedXmp);
        Assert.Equal(1, broken.BlocksNotTaken);
    }

    [Fact]
    public void A_video_behind_a_JPEG_is_known_with_its_length()
    {
        byte[] jpeg = Samples.Encode(".jpg");
        Assert.Equal(new TrailingData(TrailingKind.Video, jpeg.Length, Video.Length), Assert.Single(PartsTests.Read([.. jpeg, .. Video]).Trailing));
        byte[] samsung = [0, 0, 0x30, 0x0A, 16, 0, 0, 0, .. "MotionPhoto_Data"u8, .. Video, .. "SEFH"u8, 1, 2, 3, 4, .. "SEFT"u8];
        TrailingData trailing = Assert.Single(PartsTests.Read([.. jpeg, .. samsung]).Trailing);
        Assert.Equal((TrailingKind.Video, (long)jpeg.Length + 24), (trailing.Kind, trailing.Offset));
        Assert.Equal(TrailingKind.Samsung, Assert.Single(PartsTests.Read([.. jpeg, 1, 2, 3, .. "SEFT"u8]).Trailing).Kind);
        Assert.Equal(TrailingKind.Other, Assert.Single(PartsTests.Read([.. jpeg, .. "anything"u8]).Trailing).Kind);
        Assert.Empty(PartsTests.Read([.. jpeg, 0, 0, 0, 0, 0]).Trailing);
    }

    [Fact]
    public void A_second_picture_is_known_whether_an_index_names_it_or_not()
    {
        byte[] jpeg = Samples.Encode(".jpg");
        Assert.Equal(new OtherPicture(PictureRole.Picture, jpeg.Length), Assert.Single(PartsTests.Read([.. jpeg, .. jpeg]).OtherPictures));
        Assert.Equal(new OtherPicture(PictureRole.Picture, jpeg.Length), Assert.Single(PartsTests.Read(WithIndex(0x020002)).OtherPictures));
        Assert.Equal(new OtherPicture(PictureRole.Preview, jpeg.Length), Assert.Single(PartsTests.Read(WithIndex(0x010002)).OtherPictures));
        Assert.Empty(PartsTests.Read(WithIndex(0x020002)).Trailing);
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
        ImageParts parts = PartsTests.Read(WithIndex(0, map));
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
        Assert.Equal(unusual, PartsTests.Read(jpeg).UnusualCoding);
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
