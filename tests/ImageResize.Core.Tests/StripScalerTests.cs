using System.Runtime.InteropServices;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;
using ImageResize.Pixels;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Core.Tests;

/// <summary>What libvips decodes and our resampler scales: the same as our own decoder's pixels, which come from elsewhere.</summary>
public sealed class StripScalerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(1, 8)]
    [InlineData(3, 8)]
    [InlineData(4, 8)]
    [InlineData(1, 16)]
    [InlineData(3, 16)]
    [InlineData(4, 16)]
    public void A_TIFF_becomes_the_pixels_that_a_PNG_of_the_same_becomes(int channels, int bits)
    {
        using Image pixels = Wave(channels, bits, 1003, 711);
        byte[] ofTiff = Scaled(pixels, "a.tif", request => request), ofPng = Scaled(pixels, "a.png", request => request);
        Assert.Equal(ofPng, ofTiff);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public void So_does_a_part_of_one_that_is_turned(int orientation)
    {
        using Image pixels = Wave(3, 8, 1003, 711);
        ScaleRequest Turned(ScaleRequest request) => request with
        {
            Crop = new SourceRegion(40.5, 100, 500, 400),
            Edits = new PictureEdits { Rotation = orientation switch { 3 => 180, 6 or 7 => 90, _ => 0 }, Flip = orientation is 2 or 7 ? FlipDirection.Horizontal : FlipDirection.None },
        };
        Assert.Equal(Scaled(pixels, "a.png", Turned), Scaled(pixels, "a.tif", Turned));
    }

    [Fact]
    public void Tiles_and_strips_of_any_height_are_alike()
    {
        using Image pixels = Wave(3, 8, 1003, 711);
        pixels.Tiffsave(_folder["strips.tif"], tileHeight: 7);
        pixels.Tiffsave(_folder["tiles.tif"], tile: true, tileWidth: 128, tileHeight: 64);
        byte[] expected = Scaled(pixels, "a.png", request => request);
        Assert.Equal(expected, Scaled(_folder["strips.tif"], request => request));
        Assert.Equal(expected, Scaled(_folder["tiles.tif"], request => request));
    }

    [Theory]
    [InlineData("a.webp", false)]
    [InlineData("a.webp", true)]
    [InlineData("a.avif", false)]
    [InlineData("a.avif", true)]
    public void Lossy_formats_stay_near_the_picture(string name, bool hasAlpha)
    {
        using Image pixels = Wave(hasAlpha ? 4 : 3, 8, 1003, 711);
        Write(pixels, name);
        Write(pixels, "a.png");
        using Image expected = Made(_folder["a.png"], request => request), made = Made(_folder[name], request => request);
        Assert.Equal((expected.Width, expected.Height, expected.Bands), (made.Width, made.Height, made.Bands));
        using Image difference = expected.Subtract(made);
        using Image distance = difference.Abs();
        Assert.InRange(distance.Avg(), 0, 3);
    }

    [Fact]
    public void Damage_at_the_end_of_a_TIFF_fails_however_small_the_part_that_is_shown()
    {
        using Image pixels = Wave(3, 8, 1003, 711);
        pixels.Tiffsave(_folder["whole.tif"], compression: Enums.ForeignTiffCompression.Lzw);
        byte[] file = File.ReadAllBytes(_folder["whole.tif"]);

        // libtiff puts the directory behind the strips: what is destroyed is in the last of them.
        int directory = (int)BitConverter.ToUInt32(file, 4);
        file.AsSpan(directory - 4000, 3000).Fill(0xFF);
        File.WriteAllBytes(_folder["cut.tif"], file);
        ScaleResult result = Scale(_folder["cut.tif"], request => request with { Crop = new SourceRegion(0, 0, 100, 100) }, out _);
        Assert.Equal(ImageErrorId.Damaged, result.Fault?.ErrorId);
    }

    public void Dispose() => _folder.Dispose();

    private static Image Wave(int channels, int bits, int width, int height)
    {
        int most = bits == 16 ? 65_535 : 255;
        Image[] bands = [.. Enumerable.Range(0, channels).Select(band => Image.Sines(width, height, uchar: false, hfreq: 3 + 2 * band, vfreq: 5 - band))];
        using Image joined = bands[0].Bandjoin(bands[1..]);
        using Image scaled = joined.Linear([most / 2.0], [most / 2.0]);
        using Image cast = scaled.Cast(bits == 16 ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar);
        using Image named = cast.Copy(interpretation: (channels, bits) switch
        {
            (1, 8) => Enums.Interpretation.Bw,
            (1, _) => Enums.Interpretation.Grey16,
            (_, 8) => Enums.Interpretation.Srgb,
            _ => Enums.Interpretation.Rgb16,
        });
        return named.CopyMemory();
    }

    private void Write(Image pixels, string name)
    {
        if (name.EndsWith(".webp", StringComparison.Ordinal))
            pixels.Webpsave(_folder[name], q: 95);
        else if (name.EndsWith(".avif", StringComparison.Ordinal))
            pixels.Heifsave(_folder[name], q: 95, compression: Enums.ForeignHeifCompression.Av1, effort: 1);
        else
            pixels.WriteToFile(_folder[name]);
    }

    private byte[] Scaled(Image pixels, string name, Func<ScaleRequest, ScaleRequest> change)
    {
        Write(pixels, name);
        return Scaled(_folder[name], change);
    }

    /// <summary>The pixels that are made of a file.</summary>
    private static byte[] Scaled(string path, Func<ScaleRequest, ScaleRequest> change)
    {
        using Image made = Made(path, change);
        return made.Format == Enums.BandFormat.Ushort ? MemoryMarshal.AsBytes(made.WriteToMemory<ushort>().AsSpan()).ToArray() : made.WriteToMemory<byte>();
    }

    /// <summary>The PNG that is made of a file.</summary>
    private static Image Made(string path, Func<ScaleRequest, ScaleRequest> change)
    {
        ScaleResult result = Scale(path, change, out ImageHeader header);
        Assert.Null(result.Fault);
        Assert.True(header.Format == ImageFormat.Png || StripScaler.CanScale(header, result.Output.Request));
        return Image.NewFromBuffer(result.Output.Target.Written.ToArray());
    }

    private static ScaleResult Scale(string path, Func<ScaleRequest, ScaleRequest> change, out ImageHeader header)
    {
        using ImageInput input = ImageInput.Open(path, new LocalFileLayer(), new InputBuffers());
        using var scaler = new ImageScaler();
        header = ImageInspector.Inspect(input, (file, format) => scaler.ReadHeader(file, format, default));
        ScaleRequest request = change(new ScaleRequest(new PixelSize(301, 214), ImageFormat.Png, 85, MetadataPolicy.None, false));
        return scaler.Scale(input, header, [new ScaleOutput(request, new OutputBuffer())], new StageClock(), default)[0];
    }
}
