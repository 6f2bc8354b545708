using System.Security.Cryptography;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines.Encoding;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;
using ImageResize.Testing;
using ImageResize.Testing.Hostile;
using ImageResize.Tiff;
using ImageResize.Tiff.Tests;
using NetVips;

namespace ImageResize.Core.Tests;

/// <summary>What comes of a TIFF is the same whether our own reader reads it or libvips: pixels, errors, warnings and remarks.</summary>
public sealed class TiffReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly VipsEngine _ours = new(new OutputEncoder()), _libvips = new(new OutputEncoder()) { Strips = { ReadsTiff = false } };

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Tiff)]
    public void Every_layout_becomes_the_same(ImageFormat format)
    {
        int count = 0;
        foreach (SampleTiff sample in Samples(203, 157))
        {
            count++;
            Assert.Equal(Outcome(_libvips, sample.Write(), format), Outcome(_ours, sample.Write(), format));
        }

        Assert.Equal(count, _ours.Strips.TiffsRead);
        Assert.Equal(0, _libvips.Strips.TiffsRead);
    }

    [Fact]
    public void Damage_becomes_the_same()
    {
        byte[][] files = [.. Samples(57, 43).Select(sample => sample.Write())];
        var random = new Random(4);
        for (int i = 0; i < 1500; i++)
        {
            byte[] file = FileMutator.Mutate(files[random.Next(files.Length)], files[random.Next(files.Length)], random);
            DamagePolicy policy = i % 2 == 0 ? DamagePolicy.Fail : DamagePolicy.Salvage;
            Assert.Equal(Outcome(_libvips, file, ImageFormat.Png, policy), Outcome(_ours, file, ImageFormat.Png, policy));
        }

        Assert.InRange(_ours.Strips.TiffsRead, 100, 1400);
    }

    [Fact]
    public void A_page_that_was_picked_is_read_and_a_file_that_streams_is()
    {
        using Image first = Image.Black(300, 200).Copy(interpretation: Enums.Interpretation.Bw), second = (first + 90).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
        using Image joined = first.Join(second, Enums.Direction.Vertical);
        using Image roll = joined.Mutate(mutable => mutable.Set(GValue.GIntType, "page-height", 200));
        byte[] file = roll.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw);
        foreach (bool isWhole in (bool[])[false, true])
        {
            Assert.Equal(Outcome(_libvips, file, ImageFormat.Png, isWhole: isWhole), Outcome(_ours, file, ImageFormat.Png, isWhole: isWhole));
            foreach (int page in (int[])[0, 1])
                Assert.Equal(Outcome(_libvips, file, ImageFormat.Png, page: page, isWhole: isWhole), Outcome(_ours, file, ImageFormat.Png, page: page, isWhole: isWhole));
        }

        Assert.Equal(6, _ours.Strips.TiffsRead);
    }

    [Fact]
    public void A_file_that_cannot_be_read_any_more_fails_likewise()
    {
        byte[] file = new SampleTiff(400, 300, 3, 8).Write();
        string path = _folder["gone.tif"];
        string Outcome(VipsEngine engine)
        {
            File.WriteAllBytes(path, file);
            using ImageInput input = ImageInput.Open(path, new LocalFileLayer(), new InputBuffers());
            ImageHeader header = engine.ReadHeader(input, ImageFormat.Tiff, default);
            using (FileStream shortened = new(path, FileMode.Open))
                shortened.SetLength(70_000);
            return Tell(engine.Scale(input, header, [Output(header, ImageFormat.Png, DamagePolicy.Fail)], new StageClock(), default).Single());
        }

        Assert.Equal(Outcome(_libvips), Outcome(_ours));
        Assert.Equal(0, _ours.Strips.TiffsRead);
    }

    public void Dispose()
    {
        _ours.Dispose();
        _libvips.Dispose();
        _folder.Dispose();
    }

    private static IEnumerable<SampleTiff> Samples(int width, int height)
    {
        foreach (TiffCoding coding in Enum.GetValues<TiffCoding>())
        {
            foreach (int channels in (int[])[1, 3, 4])
            {
                foreach (int bits in (int[])[8, 16])
                {
                    foreach (int? stripRows in (int?[])[7, 16, 1000, null])
                    {
                        int number = channels + bits + (stripRows ?? 3);
                        yield return new SampleTiff(width, height, channels, bits)
                        {
                            Coding = coding,
                            StripRows = stripRows,
                            IsBigEndian = number % 2 == 0,
                            IsBig = number % 5 == 0,
                            HasDifferences = coding is TiffCoding.Lzw or TiffCoding.Deflate && number % 3 != 0,
                            Kind = number % 3,
                        };
                    }
                }
            }
        }
    }

    private string Outcome(VipsEngine engine, byte[] file, ImageFormat format, DamagePolicy policy = DamagePolicy.Fail, int? page = null, bool isWhole = true)
    {
        string path = _folder["a.tif"];
        File.WriteAllBytes(path, file);
        using ImageInput input = ImageInput.Open(path, new LocalFileLayer(), new InputBuffers());
        input.Page = page;
        ImageHeader header;
        try
        {
            header = engine.ReadHeader(input, ImageFormat.Tiff, default);
        }
        catch (ImageResizeException e)
        {
            return e.Message;
        }

        if ((double)header.StoredSize.Area > 4_000_000)
            return "too large";
        if (isWhole)
            input.ReadWhole();
        return Tell(engine.Scale(input, header, [Output(header, format, policy)], new StageClock(), default).Single());
    }

    private static ScaleOutput Output(ImageHeader header, ImageFormat format, DamagePolicy policy)
    {
        var size = new PixelSize(Math.Max(1, header.Size.Width / 3), Math.Max(1, header.Size.Height / 3));
        return new ScaleOutput(new ScaleRequest(size, format, 85, MetadataPolicy.All, false) { OnDamage = policy }, new OutputBuffer());
    }

    private static string Tell(ScaleResult result) => string.Join(
        '\n',
        [$"{result.Fault?.ErrorId} {result.Fault?.Message}", .. result.Warnings, .. result.Remarks, Convert.ToHexString(SHA256.HashData(result.Output.Target.Written.ToArray()))]);
}
