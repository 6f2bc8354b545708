using System.Text;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;

namespace ImageResize.Metadata.Tests;

/// <summary>What the inventory says of PNG files made for it.</summary>
public sealed class PngPartsTests
{
    [Fact]
    public void Texts_of_a_PNG_come_in_their_encodings()
    {
        ImageParts parts = PartsTests.Read(Samples.Png(
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
        ImageParts parts = PartsTests.Read(Samples.Png(Raw("exif", exif), Raw("iptc", Samples.Iptc), Raw("xmp", Samples.XmpBytes)));
        Assert.Equal(Samples.Exif(), parts.Metadata.Exif);
        Assert.Equal(Samples.Iptc, parts.Metadata.Iptc);
        Assert.Equal(Samples.XmpBytes, parts.Metadata.Xmp);
        Assert.Equal(6, parts.Orientation);
        Assert.Empty(parts.Metadata.Texts);
    }

    [Fact]
    public void A_text_that_needs_a_dictionary_is_broken()
    {
        ImageParts parts = PartsTests.Read(Samples.Png(Samples.Chunk("zTXt", [.. "Title\0\0"u8, 0x78, 0xBB, 1, 2, 3, 4, 3, 0, 0, 0, 0, 1])));
        Assert.Equal(1, parts.BlocksNotTaken);
        Assert.Empty(parts.Metadata.Texts);
    }

    [Fact]
    public void An_animated_PNG_has_its_frames()
    {
        byte[] frame = Samples.Chunk("fcTL", new byte[26]);
        Assert.Equal(3, PartsTests.Read(Samples.Png([.. Samples.Chunk("acTL", [0, 0, 0, 3, 0, 0, 0, 0]), .. frame, .. frame, .. frame])).Frames);

        // A file may announce more than it has.
        Assert.Equal(2, PartsTests.Read(Samples.Png([.. Samples.Chunk("acTL", [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]), .. frame, .. frame])).Frames);
    }

    [Fact]
    public void Six_hundred_texts_of_seven_megabytes_are_listed_and_not_inflated()
    {
        byte[] bomb = Samples.Chunk("zTXt", [.. "Comment\0\0"u8, .. Samples.Deflate(new byte[7_000_000])]);
        byte[] file = Samples.Png([.. Enumerable.Repeat(bomb, 600)]);
        ImageParts parts = PartsTests.Read(file);
        Assert.Equal(596, parts.BlocksNotTaken);
        Assert.Equal(4, parts.Metadata.Texts.Length);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < 200_000_000);
    }

    [Fact]
    public void Color_of_a_PNG_follows_the_order_of_precedence()
    {
        byte[] pq = Samples.Chunk("cICP", [9, 16, 0, 1]), srgb = Samples.Chunk("sRGB", [0]), linear = Samples.Chunk("gAMA", [0, 1, 0x86, 0xA0]);
        byte[] p3 = Samples.Chunk("iCCP", [.. "name\0\0"u8, .. Samples.Deflate(IccWriter.Create(StandardColor.DisplayP3))]);
        Assert.True(PartsTests.Read(Samples.Png(p3, srgb, linear, pq)).Color is { IsHdr: true, IsWideGamut: true, Origin: ColorOrigin.CodePoints });
        Assert.Equal(StandardColor.DisplayP3, PartsTests.Read(Samples.Png(linear, srgb, p3)).Color.Standard);
        Assert.True(PartsTests.Read(Samples.Png(linear, srgb)).Color.IsSrgb);
        Assert.False(PartsTests.Read(Samples.Png(linear)).Color.IsSrgb);
        Assert.True(PartsTests.Read(Samples.Png()).Color.IsSrgb);
    }

    private static string Lines(string digits) => string.Join('\n', digits.Chunk(72).Select(line => new string(line)));
}
