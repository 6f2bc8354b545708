using ImageResize.Bitmaps.Bmp;
using ImageResize.Bitmaps.Ico;
using ImageResize.Bitmaps.Pnm;
using ImageResize.Bitmaps.Tga;
using ImageResize.Testing.Hostile;

namespace ImageResize.Bitmaps.Tests;

/// <summary>A small sample of damaged files; tests/ImageResize.Hostile runs as many as one has patience for.</summary>
public sealed class MutationTests
{
    private const int PerFile = 300;

    [Fact]
    public void A_damaged_file_is_read_or_told_by_one_kind_of_exception()
    {
        (string Name, byte[] Bytes)[] corpus = [.. HostileCorpus.Create().Where(one => Path.GetExtension(one.Name) is ".bmp" or ".tga" or ".ppm" or ".pgm" or ".pbm" or ".pam" or ".ico" or ".cur")];
        Assert.NotEmpty(corpus);
        foreach ((string name, byte[] bytes) in corpus)
        {
            for (int seed = 0; seed < PerFile; seed++)
            {
                var random = new Random(seed);
                byte[] file = FileMutator.Mutate(bytes, corpus[random.Next(corpus.Length)].Bytes, random);
                Exception? fault = Record.Exception(() => Read(Path.GetExtension(name), file, salvages: seed % 2 == 0));
                Assert.True(fault is null or BitmapException, $"{name}, seed {seed}: {fault}");
            }
        }
    }

    private static void Read(string extension, byte[] file, bool salvages)
    {
        BitmapHeader header = extension switch
        {
            ".bmp" => BmpHeaderReader.Read(file, file.Length),
            ".tga" => TgaHeader.Read(file, file.Length),
            ".ico" or ".cur" => IcoHeaderReader.Read(new MemoryStream(file)),
            _ => PnmHeaderReader.Read(file),
        };
        if (header.PixelCount > 1_000_000 || header is IcoHeader { IsPng: true })
            return;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using BitmapImage image = header switch
        {
            BmpHeader bmp => BmpReader.Decode(bmp, file, salvages, cancellation),
            TgaHeader tga => TgaReader.Decode(tga, file, salvages, cancellation),
            IcoHeader ico => IcoReader.Decode(ico, file, salvages, cancellation),
            _ => PnmReader.Decode((PnmHeader)header, file, salvages, cancellation),
        };
        Assert.Equal((header.Width, header.Height), (image.Width, image.Height));
        Assert.True(salvages || image.Damage is null);
    }
}
