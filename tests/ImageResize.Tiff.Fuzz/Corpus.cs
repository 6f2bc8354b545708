using ImageResize.Tiff.Tests;

namespace ImageResize.Tiff.Fuzz;

/// <summary>The sound files that mutations begin with: small images of every layout that is read.</summary>
internal static class Corpus
{
    public static byte[][] Create()
    {
        var files = new List<byte[]>();
        foreach (TiffCoding coding in Enum.GetValues<TiffCoding>())
        {
            foreach (int channels in (int[])[1, 3, 4])
            {
                foreach (int bits in (int[])[8, 16])
                {
                    foreach (int? stripRows in (int?[])[3, 8, 1000, null])
                        files.Add(Create(files.Count, coding, channels, bits, stripRows));
                }
            }
        }

        return [.. files];
    }

    private static byte[] Create(int number, TiffCoding coding, int channels, int bits, int? stripRows)
    {
        (int width, int height) = ((int, int)[])[(40, 24), (17, 33), (3, 1), (130, 90), (61, 50)] is var sizes ? sizes[number % sizes.Length] : default;
        return new SampleTiff(width, height, channels, bits)
        {
            Seed = number,
            Coding = coding,
            StripRows = stripRows,
            Tile = (16, 16 + number % 2 * 16),
            IsBigEndian = number / 2 % 2 == 0,
            IsBig = number % 7 == 0,
            HasDifferences = coding is TiffCoding.Lzw or TiffCoding.Deflate && number % 3 != 0,
            Kind = number / 3 % 3,
        }.Write();
    }
}
