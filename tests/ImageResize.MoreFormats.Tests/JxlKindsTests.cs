using System.Buffers.Binary;
using System.IO.Compression;
using ImageMagick;
using ImageResize.Testing;
using ImageResize.Testing.Hostile;

namespace ImageResize.MoreFormats.Tests;

/// <summary>Kinds of JPEG XL that the decoder by itself gets wrong, or does not read.</summary>
public sealed class JxlKindsTests(EngineSession session) : FurtherModuleTest(session)
{
    [Fact]
    public void Metadata_that_are_compressed_are_read_and_do_not_hide_the_picture()
    {
        byte[] boxes = FurtherSamples.Create().Single(sample => sample.Name == "boxes.jxl").Bytes;
        int at = boxes.AsSpan().IndexOf("Exif"u8) - 4, length = BinaryPrimitives.ReadInt32BigEndian(boxes.AsSpan(at));
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(boxes.AsSpan(at + 8, length - 8));
        byte[] head = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, (int)packed.Length + 12);
        File.WriteAllBytes(In("a.jxl"), [.. boxes[..at], .. head, .. "brobExif"u8, .. packed.ToArray(), .. boxes[(at + length)..]]);
        Assert.Equal(["Exif", "Xmp"], Session.Run("Get-ImageInfo -LiteralPath $args[0]", In("a.jxl")).The<string[]>("Metadata"));
        Assert.Empty(Resize("-Format png").Errors);
        Assert.InRange(PixelOf(Out("a.png"), 0.1, 0.1)[0], 200, 240);
    }

    [Fact]
    public void A_lossy_picture_with_a_profile_of_its_own_comes_in_the_colours_that_were_meant()
    {
        Samples.Write(In("a.png.jxl"), 64, 48, static image =>
        {
            image.Quality = 95;
            image.SetProfile(ColorProfiles.ColorMatchRGB);
        });
        Assert.NotNull(Session.Run("(Get-ImageInfo -LiteralPath $args[0]).ColorProfile", In("a.png.jxl")).Single);
        RunOutput output = Resize("-Format png");
        Assert.Empty(output.Errors);
        Assert.Equal(["ColorProfile"], output.The<string[]>("Dropped"));
        using var wanted = new MagickImage(new MagickColor(220, 30, 30), 1, 1);
        wanted.SetProfile(ColorProfiles.ColorMatchRGB);
        wanted.TransformColorSpace(ColorProfiles.SRGB);
        byte[] color = wanted.GetPixels().ToByteArray(PixelMapping.RGB)!;
        Assert.All(color.Zip(PixelOf(Out("a.png.png"), 0.1, 0.1)), pair => Assert.InRange(pair.Second, pair.First - 12, pair.First + 12));
    }
}
