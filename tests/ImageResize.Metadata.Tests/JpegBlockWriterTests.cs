using System.Text;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Iptc;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Tests;

/// <summary>Blocks that a JPEG takes in pieces, twice, or in front of what lies behind it.</summary>
public sealed class JpegBlockWriterTests
{
    [Fact]
    public void Long_XMP_goes_into_a_JPEG_as_an_extended_packet()
    {
        byte[] packet = Encoding.UTF8.GetBytes(Samples.Xmp.Replace("<dc:rights>", $"<dc:title>{new string('t', 150_000)}</dc:title><dc:rights>", StringComparison.Ordinal));
        byte[] written = BlockWriterTests.Write(Samples.Encode(".jpg"), new MetadataBlocks { Xmp = packet }, out MetadataKinds left);
        Assert.Equal(MetadataKinds.None, left);
        MetadataBlocks read = BlockWriterTests.Read(written).Metadata;
        Assert.Contains("<dc:rights>Me</dc:rights>", Encoding.UTF8.GetString(read.Xmp!), StringComparison.Ordinal);
        Assert.Contains(new string('t', 150_000), Encoding.UTF8.GetString(read.ExtendedXmp!), StringComparison.Ordinal);
        byte[] png = BlockWriterTests.Write(Samples.Encode(".png"), read, out _);
        Assert.Contains(new string('t', 150_000), Encoding.UTF8.GetString(BlockWriterTests.Read(png).Metadata.Xmp!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_profile_and_large_resources_go_into_a_JPEG_in_pieces()
    {
        byte[] profile = [.. IccWriter.Create(StandardColor.Bt2020), .. new byte[200_000]];
        byte[] resources = PhotoshopResources.Wrap(new byte[150_000]);
        MetadataBlocks read = BlockWriterTests.Read(BlockWriterTests.Write(Samples.Encode(".jpg"), new MetadataBlocks { Icc = profile, ImageResources = resources }, out _)).Metadata;
        Assert.Equal(profile, read.Icc);
        Assert.Equal(resources, read.ImageResources);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_EXIF_blocks_stay_two_in_a_JPEG_and_become_one_elsewhere(bool isBigEndian)
    {
        byte[] camera = TiffBuilder.Build(Directory(TiffTag.Make, "Maker\0"), isBigEndian: true, 65_000);
        TiffContent place = Directory(TiffTag.Artist, "Somebody\0");
        place.Set(TiffTag.GpsDirectory, Directory(0x0001, "N\0"));
        MetadataBlocks blocks = new() { Exif = camera, FurtherExif = [TiffBuilder.Build(place, isBigEndian, 65_000)] };
        MetadataBlocks read = BlockWriterTests.Read(BlockWriterTests.Write(Samples.Encode(".jpg"), blocks, out MetadataKinds left)).Metadata;
        Assert.Equal(MetadataKinds.None, left);
        Assert.Equal(blocks.Exif, read.Exif);
        Assert.Equal(blocks.FurtherExif[0], Assert.Single(read.FurtherExif));
        byte[] merged = BlockWriterTests.Read(BlockWriterTests.Write(Samples.Encode(".png"), blocks, out left)).Metadata.Exif!;
        Assert.Equal(MetadataKinds.None, left);
        TiffFile file = TiffFile.Open(new MemorySource(merged))!;
        List<TiffFileEntry> main = file.ReadDirectory(file.FirstDirectory, out _)!;
        Assert.Equal(("Maker", "Somebody"), (file.Text(main, TiffTag.Make), file.Text(main, TiffTag.Artist)));
        Assert.Equal("N", file.Text(file.ReadDirectory(file.FirstNumber(main, TiffTag.GpsDirectory), out _)!, 0x0001));
    }

    [Fact]
    public void An_EXIF_block_that_cannot_be_made_part_of_the_first_is_told()
    {
        MetadataBlocks blocks = new() { Exif = Samples.Exif(), FurtherExif = [Samples.Exif(isBigEndian: true)] };
        BlockWriterTests.Write(Samples.Encode(".png"), blocks, out MetadataKinds left);
        Assert.Equal(MetadataKinds.Exif, left);
    }

    [Fact]
    public void What_lies_behind_a_JPEG_stays_and_the_index_leads_to_it()
    {
        byte[] jpeg = Samples.Encode(".jpg"), second = Samples.Encode(".jpg", 32, 24);
        byte[] video = [0, 0, 0, 24, .. "ftypmp42\0\0\0\0isommp42"u8];
        byte[] source = [.. JpegPartsTests.WithIndex(0x020002, second), .. video];
        byte[] written = BlockWriterTests.Write(source, BlockWriterTests.All, out _);
        ImageParts parts = BlockWriterTests.Read(written);
        Assert.Equal(new OtherPicture(PictureRole.Picture, second.Length), Assert.Single(parts.OtherPictures));
        Assert.Equal(new TrailingData(TrailingKind.Video, written.Length - video.Length, video.Length), Assert.Single(parts.Trailing));
        Assert.Equal(jpeg[^100..], written[^(100 + second.Length + video.Length)..^(second.Length + video.Length)]);
    }

    private static TiffContent Directory(ushort tag, string text)
    {
        var directory = new TiffContent();
        directory.Set(tag, TiffType.Ascii, Encoding.ASCII.GetBytes(text));
        return directory;
    }
}
