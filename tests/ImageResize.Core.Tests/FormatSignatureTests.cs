using System.Text;
using ImageResize.Imaging;

namespace ImageResize.Core.Tests;

public sealed class FormatSignatureTests
{
    [Theory]
    [InlineData("\xFF\xD8\xFF\xE0", ImageFormat.Jpeg)]
    [InlineData("\x89PNG\r\n\x1A\n", ImageFormat.Png)]
    [InlineData("GIF87a", ImageFormat.Gif)]
    [InlineData("GIF89a", ImageFormat.Gif)]
    [InlineData("RIFF\x10\0\0\0WEBPVP8 ", ImageFormat.WebP)]
    [InlineData("II*\0", ImageFormat.Tiff)]
    [InlineData("MM\0*", ImageFormat.Tiff)]
    [InlineData("II+\0", ImageFormat.Tiff)]
    [InlineData("\0\0\0\x1C" + "ftypavif\0\0\0\0", ImageFormat.Avif)]
    [InlineData("\0\0\0\x1C" + "ftypmif1\0\0\0\0mif1avif", ImageFormat.Avif)]
    [InlineData("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", ImageFormat.Bmp)]
    [InlineData("\0\0\x01\0\x02\0\x10\x10\0\0\x01\0", ImageFormat.Ico)]
    [InlineData("\0\0\x02\0\x01\0\x10\x10\0\0\x01\0", ImageFormat.Cur)]
    [InlineData("P6\n2 2\n255\n", ImageFormat.Pnm)]
    [InlineData("P7\nWIDTH 2\n", ImageFormat.Pnm)]
    [InlineData("\0\0\0\x18" + "ftypcrx \0\0\0\0", ImageFormat.Raw)]
    [InlineData("FUJIFILMCCD-RAW 0201", ImageFormat.Raw)]
    [InlineData("IIU\0\x18\0\0\0", ImageFormat.Raw)]
    [InlineData("IIRO\x08\0\0\0", ImageFormat.Raw)]
    [InlineData("II*\0\x10\0\0\0CR\x02\0", ImageFormat.Raw)]
    public void A_format_is_known_by_its_first_bytes(string head, ImageFormat format) =>
        Assert.Equal(format, Identify(head).Format);

    [Theory]
    [InlineData("\0\0\0\x18" + "ftypheic\0\0\0\0mif1heic", "HEIC/HEIF")]
    [InlineData("PF\n2 2\n", "PFM")]
    [InlineData("\0\0\0\x18" + "ftypisom\0\0\0\0", "MP4/QuickTime video")]
    [InlineData("\xFF\x0A", "JPEG XL")]
    [InlineData("8BPS\0\x01", "Photoshop PSD")]
    [InlineData("II\x1A\0\0\0HEAPCCDR\x02\0", "Canon CRW raw")]
    [InlineData("\0MRM\0\0", "Minolta MRW raw")]
    [InlineData("gimp xcf v011\0", "GIMP XCF")]
    [InlineData("\x76\x2F\x31\x01\x02", "OpenEXR")]
    [InlineData("qoif\0\0", "QOI")]
    [InlineData("<?xml version='1.0'?><svg", "SVG")]
    public void A_format_that_is_not_read_is_called_by_its_name(string head, string name)
    {
        FormatSignature signature = Identify(head);
        Assert.Null(signature.Format);
        Assert.Equal(name, signature.ForeignName);
    }

    [Fact]
    public void TGA_has_no_signature_and_is_known_by_its_extension_where_nothing_else_is_known()
    {
        byte[] head = new byte[18];
        Assert.Equal(default, FormatSignature.Identify(head));
        Assert.Equal(ImageFormat.Tga, FormatSignature.Identify(head, ".TGA").Format);
        Assert.Equal(ImageFormat.Jpeg, FormatSignature.Identify([0xFF, 0xD8, 0xFF, 0xE0], ".tga").Format);
        Assert.Equal("Photoshop PSD", FormatSignature.Identify("8BPS\0\x01"u8, ".tga").ForeignName);
    }

    [Theory]
    [InlineData("\0\0\0\x18" + "ftypheic\0\0\0\0mif1heic", true)]
    [InlineData("\0\0\0\x18" + "ftypmif1\0\0\0\0mif1", true)]
    [InlineData("\xFF\x0A\x11", true)]
    [InlineData("\xFF\x4F\xFF\x51", true)]
    [InlineData("8BPS\0\x02", true)]
    [InlineData("8BPS\0\x03", false)]
    [InlineData("%PDF", false)]
    public void What_the_optional_module_would_read_is_known(string head, bool isOptional) =>
        Assert.Equal(isOptional, Identify(head).IsOptional);

    [Fact]
    public void Every_format_is_written_or_names_one_that_is()
    {
        FormatTraits[] all = [.. Enum.GetValues<ImageFormat>().Select(FormatTraits.Of)];
        Assert.All(all, traits => Assert.True(FormatTraits.Of(traits.OutputFormat).IsWritten));
        Assert.Equal(Enum.GetValues<ImageFormat>(), all.Select(traits => traits.Format));
        Assert.Equal(all.Where(traits => !traits.IsOptional), FormatTraits.Read);
        Assert.Equal(FormatTraits.Written.Count() - 1, (int)FormatTraits.Written.Last().Format);
    }

    [Fact]
    public void No_prefix_of_any_length_of_anything_throws()
    {
        var random = new Random(1);
        byte[] bytes = new byte[40];
        for (int i = 0; i < 10_000; i++)
        {
            random.NextBytes(bytes);
            "ftyp"u8.CopyTo(bytes.AsSpan(4));
            _ = FormatSignature.Identify(bytes.AsSpan(0, random.Next(bytes.Length)));
        }

        Assert.Equal(default, FormatSignature.Identify([]));
    }

    private static FormatSignature Identify(string head) => FormatSignature.Identify(Encoding.Latin1.GetBytes(head));
}
