using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>TIFF in tiles and AVIF in pieces, over which decoders go on where they are not there.</summary>
public sealed class TiledTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_whole_file_is_read(bool isDeflated, bool isSparse)
    {
        using NetVips.Image corners = TestImage.Corners(192, 128);
        File.WriteAllBytes(In("a.tif"), TiledTiff.Write(corners, isDeflated, isSparse));
        RunOutput output = Resize("-Size 96 -Format png");
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.True(picture.At(0.2, 0.2).IsNear(Rgb.Red) && picture.At(0.8, 0.2).IsNear(Rgb.Green) && picture.At(0.2, 0.8).IsNear(Rgb.Yellow));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void A_file_that_ends_before_its_tiles_do_is_damaged_and_salvaged_with_a_word(double share)
    {
        using NetVips.Image corners = TestImage.Corners(192, 128);
        foreach (bool isDeflated in (bool[])[false, true])
        {
            byte[] file = TiledTiff.Write(corners, isDeflated);
            File.WriteAllBytes(In("a.tif"), file[..Math.Max(600, (int)(file.Length * share))]);
            Assert.Equal(["Damaged"], Resize("-Size 96 -Format png").ErrorIds);
            RunOutput salvaged = Resize("-Size 96 -Format png -OnDamage Salvage");
            Assert.Empty(salvaged.Errors);
            Assert.Contains("What could be decoded was kept", string.Join(' ', salvaged.Warnings), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Data_that_make_no_sense_are_damage_and_salvaged_with_a_word(bool isTiled)
    {
        using NetVips.Image noise = NetVips.Image.Gaussnoise(192, 128, mean: 128, sigma: 50, seed: 7);
        using NetVips.Image image = noise.Bandjoin([noise, noise]).Cast(NetVips.Enums.BandFormat.Uchar).Copy(interpretation: NetVips.Enums.Interpretation.Srgb);
        byte[] file = isTiled ? TiledTiff.Write(image, isDeflated: true) : image.TiffsaveBuffer(compression: NetVips.Enums.ForeignTiffCompression.Deflate);
        new Random(3).NextBytes(file.AsSpan(file.Length / 2, 400));
        File.WriteAllBytes(In("a.tif"), file);
        Assert.Equal(["Damaged"], Resize("-Size 96 -Format png").ErrorIds);
        RunOutput salvaged = Resize("-Size 96 -Format png -OnDamage Salvage");
        Assert.Empty(salvaged.Errors);
        Assert.Contains("What could be decoded was kept", string.Join(' ', salvaged.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cmyk")]
    [InlineData("alpha")]
    public void Tiles_of_JPEG_with_four_channels_are_read_or_refused_but_not_damaged(string kind)
    {
        using NetVips.Image corners = TestImage.Corners(192, 128);
        using NetVips.Image image = corners.IccTransform("cmyk", inputProfile: "srgb");
        byte[] file = image.TiffsaveBuffer(compression: NetVips.Enums.ForeignTiffCompression.Jpeg, tile: true, tileWidth: 64, tileHeight: 64);

        // Four channels are colour and alpha where the photometric interpretation is RGB.
        if (kind == "alpha")
            file[file.AsSpan().IndexOf((ReadOnlySpan<byte>)[6, 1, 3, 0, 1, 0, 0, 0, 5]) + 8] = 2;
        File.WriteAllBytes(In("a.tif"), file);
        RunOutput output = Resize("-Size 96 -Format png");
        Assert.Equal(kind == "cmyk" ? [] : ["UnsupportedFormat"], output.ErrorIds);
        if (kind != "cmyk")
            return;
        using Picture picture = Picture.Open(Out("a.png")), reference = Picture.Open(In("a.tif"));
        Assert.True(picture.At(0.8, 0.8).IsNear(reference.At(0.8, 0.8), 12));
    }

    [Fact]
    public void An_AVIF_of_pieces_is_read_and_damaged_where_one_of_them_is_cut_off()
    {
        using NetVips.Image corners = TestImage.Corners(256, 256);
        byte[] file = AvifGrid.Write(corners);
        File.WriteAllBytes(In("a.avif"), file);
        RunOutput whole = Resize("-Size 128 -Format png");
        Assert.Empty(whole.Errors);
        using (Picture picture = Picture.Open(Out("a.png")))
            Assert.True(picture.IsUpright());

        File.WriteAllBytes(In("a.avif"), file[..^20]);
        Assert.Equal(["Damaged"], Resize("-Size 128 -Format png -IfExists Overwrite").ErrorIds);
    }
}
