using ImageResize.Imaging;
using ImageResize.Metadata.Sources;
using ImageResize.MoreFormats.Containers;
using ImageResize.Testing.Hostile;

namespace ImageResize.MoreFormats.Tests;

/// <summary>Before an image has its memory, no more of its metadata is taken than allowed.</summary>
public sealed class MetadataLimitTests
{
    private const int Many = 100_000;

    [Theory]
    [InlineData(ImageFormat.Heic)]
    [InlineData(ImageFormat.Jxl)]
    [InlineData(ImageFormat.Jp2)]
    [InlineData(ImageFormat.Psd)]
    public void What_is_more_than_may_be_taken_is_left_and_that_is_told(ImageFormat format)
    {
        var source = new MemorySource(Described(format));
        PictureFacts all = FactsReader.Read(source, format), few = FactsReader.Read(source, format, Many / 2);
        Assert.False(all.Parts.ExceedsLimit);
        Assert.InRange(all.Parts.Metadata.Bytes, Many, Many + 1000);
        Assert.True(few.Parts.ExceedsLimit);
        Assert.True(few.Parts.Metadata.Bytes < Many / 2);
        Assert.Equal(all.Size, few.Size);
    }

    [Fact]
    public void Metadata_that_inflate_to_more_are_left()
    {
        var packed = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(new byte[Many]);
        byte[] file = BeforeStream(Box("brob", [.. "xml "u8, .. packed.ToArray()]));
        Assert.Equal(Many, FactsReader.Read(new MemorySource(file), ImageFormat.Jxl).Parts.Metadata.Xmp?.Length);
        PictureFacts few = FactsReader.Read(new MemorySource(file), ImageFormat.Jxl, Many / 2);
        Assert.Null(few.Parts.Metadata.Xmp);
        Assert.True(few.Parts.ExceedsLimit);
    }

    private static byte[] Described(ImageFormat format)
    {
        switch (format)
        {
            case ImageFormat.Heic:
                return HeicSamples.Described(Many);
            case ImageFormat.Jxl:
                return BeforeStream(Box("xml ", new byte[Many]));
            case ImageFormat.Jp2:
                return [.. Sample("picture.jp2"), .. Box("uuid", [.. "JpgTiffExif->JP2"u8, .. new byte[Many]])];
            default:
                byte[] file = Sample("runs.psd");
                byte[] resource = [.. "8BIM"u8, 0x04, 0x24, 0, 0, .. Number(Many), .. new byte[Many]];
                int length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(30));

                // In the place of the XMP packet that is there, which is the last.
                int own = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[.. "8BIM"u8, 0x04, 0x24]);
                return [.. file[..30], .. Number(own - 34 + resource.Length), .. file[34..own], .. resource, .. file[(34 + length)..]];
        }
    }

    private static byte[] BeforeStream(byte[] box)
    {
        byte[] file = Sample("boxes.jxl");
        int head = file.AsSpan().IndexOf("Exif"u8) - 4;
        return [.. file[..head], .. box, .. file[(file.AsSpan().IndexOf("jxlc"u8) - 4)..]];
    }

    private static byte[] Sample(string name) => FurtherSamples.Create().Single(sample => sample.Name == name).Bytes;

    private static byte[] Box(string type, byte[] content) => [.. Number(content.Length + 8), .. type.Select(letter => (byte)letter), .. content];

    private static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
