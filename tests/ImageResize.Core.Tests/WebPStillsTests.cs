using System.Security.Cryptography;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines.Encoding;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;
using ImageResize.Pixels;
using ImageResize.Testing;
using ImageResize.Testing.Hostile;
using ImageResize.WebP.Scaling;
using NetVips;

namespace ImageResize.Core.Tests;

/// <summary>
/// What comes of a WebP image is the same whether our own decoder reads it or libvips: errors, warnings and remarks. Its pixels are near those of
/// the image decoded by libvips in full and scaled by us.
/// </summary>
public sealed class WebPStillsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly VipsEngine _ours = new(new OutputEncoder()), _libvips = new(new OutputEncoder()) { Stills = { IsOn = false } };

    public WebPStillsTests() => Assert.SkipUnless(WebPScaler.IsSupported, "It is for processors with AVX2.");

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Tiff)]
    public void A_lossy_still_is_ours_and_becomes_nearly_the_same(ImageFormat format)
    {
        byte[] file = Photo(203, 157);
        Assert.Equal(Outcome(_libvips, file, format), Outcome(_ours, file, format));
        Assert.Equal((1, 0), (_ours.Stills.Count, _libvips.Stills.Count));
        Assert.InRange(Distance(file, format, request => request), 0, format == ImageFormat.WebP ? 4 : 2.5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public void So_does_a_part_of_one_that_is_turned_by_its_tag(int orientation)
    {
        using Image pixels = Image.WebploadBuffer(Photo(203, 157));
        using Image tagged = pixels.Mutate(image => image.Set(GValue.GIntType, "orientation", orientation));
        byte[] file = tagged.WebpsaveBuffer(q: 90);
        Assert.InRange(Distance(file, ImageFormat.Png, request => request with { Crop = new SourceRegion(30, 20, 90, 80) }), 0, 2.5);
        Assert.InRange(Distance(file, ImageFormat.Png, request => request with { Size = new PixelSize(300, 280) }), 0, 2.5);
        Assert.Equal((2, 0), (_ours.Stills.Count, _libvips.Stills.Count));
    }

    [Fact]
    public void What_is_lossless_or_has_alpha_or_moves_is_not_ours()
    {
        using Image pixels = Image.WebploadBuffer(Photo(64, 48));
        using Image alpha = pixels.Bandjoin(200);
        using Image frames = pixels.Join(pixels.Invert(), Enums.Direction.Vertical);
        using Image roll = frames.Mutate(mutable => mutable.Set(GValue.GIntType, "page-height", 48));
        foreach (byte[] file in (byte[][])[pixels.WebpsaveBuffer(lossless: true), alpha.WebpsaveBuffer(q: 80), roll.WebpsaveBuffer(q: 80)])
            Assert.Equal(Outcome(_libvips, file, ImageFormat.Png), Outcome(_ours, file, ImageFormat.Png));
        Assert.Equal(0, _ours.Stills.Count);
    }

    [Fact]
    public void Damage_becomes_the_same()
    {
        using Image picture = Image.WebploadBuffer(Photo(90, 70));
        using Image tagged = picture.Mutate(image => image.Set(GValue.GIntType, "orientation", 6));
        byte[][] files = [Photo(57, 43), tagged.WebpsaveBuffer(q: 60), picture.WebpsaveBuffer(q: 10, effort: 0), picture.WebpsaveBuffer(q: 98, preset: Enums.ForeignWebpPreset.Text)];
        var random = new Random(4);
        for (int i = 0; i < 1500; i++)
        {
            byte[] file = FileMutator.Mutate(files[random.Next(files.Length)], files[random.Next(files.Length)], random);
            DamagePolicy policy = i % 2 == 0 ? DamagePolicy.Fail : DamagePolicy.Salvage;
            string expected = Outcome(_libvips, file, ImageFormat.Png, policy), actual = Outcome(_ours, file, ImageFormat.Png, policy);
            Assert.True(expected == actual, $"Mutation {i}: '{actual}', not '{expected}'");
        }

        Assert.InRange(_ours.Stills.Count, 50, 1400);
    }

    public void Dispose()
    {
        _ours.Dispose();
        _libvips.Dispose();
        _folder.Dispose();
    }

    /// <summary>A picture with slopes, edges and colours.</summary>
    private static byte[] Photo(int width, int height)
    {
        Image[] bands = [.. Enumerable.Range(0, 3).Select(band => Image.Sines(width, height, uchar: false, hfreq: 3 + 2 * band, vfreq: 5 - band))];
        using Image joined = bands[0].Bandjoin(bands[1..]);
        using Image scaled = joined.Linear([127.5], [127.5]);
        using Image pixels = scaled.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return pixels.WebpsaveBuffer(q: 90);
    }

    private double Distance(byte[] file, ImageFormat format, Func<ScaleRequest, ScaleRequest> change)
    {
        using Image whole = Image.WebploadBuffer(file);
        using Image expected = Image.NewFromBuffer(Scale(_libvips, whole.TiffsaveBuffer(), format, DamagePolicy.Fail, change)!.Output.Target.Written.ToArray());
        using Image made = Image.NewFromBuffer(Scale(_ours, file, format, DamagePolicy.Fail, change)!.Output.Target.Written.ToArray());
        Assert.Equal((expected.Width, expected.Height, expected.Bands), (made.Width, made.Height, made.Bands));
        using Image difference = expected.Subtract(made);
        return difference.Abs().Avg();
    }

    private string Outcome(VipsEngine engine, byte[] file, ImageFormat format, DamagePolicy policy = DamagePolicy.Fail)
    {
        try
        {
            return Scale(engine, file, format, policy, request => request) is { } result
                ? string.Join('\n', [$"{result.Fault?.ErrorId} {result.Fault?.Message}", .. result.Warnings, .. result.Remarks, .. result.Losses.Select(loss => loss.ToString())])
                : "too large";
        }
        catch (ImageResizeException e)
        {
            return e.Message;
        }
    }

    /// <summary>Null where it is too large for a test.</summary>
    private ScaleResult? Scale(VipsEngine engine, byte[] file, ImageFormat format, DamagePolicy policy, Func<ScaleRequest, ScaleRequest> change)
    {
        string path = _folder["a.webp"];
        File.WriteAllBytes(path, file);
        using ImageInput input = ImageInput.Open(path, new LocalFileLayer(), new InputBuffers());
        ImageHeader header = engine.ReadHeader(input, file.AsSpan().StartsWith("RIFF"u8) ? ImageFormat.WebP : ImageFormat.Tiff, default);
        if ((double)header.StoredSize.Area > 4_000_000)
            return null;
        input.ReadWhole();
        var size = new PixelSize(Math.Max(1, header.Size.Width / 3), Math.Max(1, header.Size.Height / 3));
        ScaleRequest request = change(new ScaleRequest(size, format, 85, MetadataPolicy.All, false) { OnDamage = policy });
        return engine.Scale(input, header, [new ScaleOutput(request, new OutputBuffer())], new StageClock(), default).Single();
    }
}
