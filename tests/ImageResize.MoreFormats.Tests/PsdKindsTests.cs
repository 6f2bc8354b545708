using ImageResize.Testing;
using ImageResize.Testing.Hostile;

namespace ImageResize.MoreFormats.Tests;

/// <summary>Kinds of Photoshop files that the decoder by itself gets wrong, or does not read.</summary>
public sealed class PsdKindsTests(EngineSession session) : FurtherModuleTest(session)
{
    private const int Depth = 22;

    /// <summary>In the last column grey and alpha are 135; 135 on white is 28 at that alpha.</summary>
    [Fact]
    public void Grey_with_alpha_is_parted_from_the_white_that_it_is_on()
    {
        File.WriteAllBytes(In("a.psd"), Sample("runs.psd"));
        RunOutput output = Resize("-Format png");
        Assert.Empty(output.Errors);
        Assert.Equal([28, 28, 28, 135], PixelOf(Out("a.png"), 1, 0.5));
    }

    [Fact]
    public void A_layer_that_says_it_is_huge_takes_no_memory()
    {
        byte[] file = Sample("runs.psd");
        int layer = file.AsSpan().IndexOf("8BIMnorm"u8) - 2 - 6 - 16;
        Assert.Equal(new byte[16], file[layer..(layer + 16)]);

        // Its lower right corner: 30,000 by 30,000.
        byte[] corner = [0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30];
        corner.CopyTo(file, layer + 8);
        File.WriteAllBytes(In("a.psd"), file);
        Assert.Empty(Resize("-Format png").Errors);
    }

    [Fact]
    public void Thirty_two_bits_are_not_supported()
    {
        byte[] file = Sample("plain.psd");
        file[Depth + 1] = 32;
        AssertNotRead(file, "32 bits");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Compression_by_ZIP_is_not_supported_and_no_damage(byte compression)
    {
        byte[] file = Sample("plain.psd");
        int picture = file.Length - 2 * 16 * 32 - 2;
        Assert.Equal([0, 0], file[picture..(picture + 2)]);
        file[picture + 1] = compression;
        AssertNotRead(file, "ZIP");
    }

    private static byte[] Sample(string name) => FurtherSamples.Create().Single(sample => sample.Name == name).Bytes;

    private void AssertNotRead(byte[] file, string word)
    {
        File.WriteAllBytes(In("a.psd"), file);
        RunOutput output = Resize("-Size 30 -Format png");
        Assert.Equal(["UnsupportedFormat"], output.ErrorIds);
        Assert.Contains(word, output.Errors.Single().ToString(), StringComparison.Ordinal);
    }
}
