using ImageResize.Png.Decoding;

namespace ImageResize.Png.Tests;

/// <summary>Rows come out as the formulas of the PNG specification (9.2) have them, by whatever kernel.</summary>
public unsafe class UnfilterTests
{
    private const int Rows = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    public void Filters_are_undone_in_any_order(int pixelBytes)
    {
        var random = new Random(pixelBytes);
        foreach (int pixels in (int[])[1, 2, 5, 27, 28, 29, 30, 31, 32, 33, 64, 101])
        {
            for (int round = 0; round < 60; round++)
            {
                // Smooth ones too, so that all ways of the predictor are taken.
                int spread = random.Next(1, 9) switch { 1 => 2, 2 => 3, 3 => 12, _ => 256 };
                AssertUndone(pixels * pixelBytes, pixelBytes, () => (byte)random.Next(spread), () => random.Next(3) == 0 ? random.Next(5) : 3 + random.Next(2));
            }
        }
    }

    [Fact]
    public void The_rows_before_one_with_the_number_of_no_filter_are_undone()
    {
        var random = new Random(1);
        foreach (int bad in (int[])[0, 1, 6, 7])
            AssertUndone(120, 3, () => (byte)random.Next(256), () => 4, bad);
    }

    private static void AssertUndone(int width, int pixelBytes, Func<byte> value, Func<int> filter, int bad = Rows)
    {
        int stride = width + Unfilter.Margin;
        byte[] source = Make((width + 1) * Rows + Unfilter.Margin, value), above = Make(stride, value), target = Make(stride * Rows, value);
        for (int y = 0; y < Rows; y++)
            source[y * (width + 1)] = (byte)(y == bad ? 5 : filter());
        byte[] expected = Expect(source, above, width, pixelBytes);
        fixed (byte* from = source, up = above, to = target)
            Assert.Equal(bad, Unfilter.Run(from, width + 1, Rows, width, pixelBytes, up, to, stride));
        for (int y = 0; y < bad; y++)
            Assert.Equal(expected.AsSpan(y * width, width), target.AsSpan(y * stride, width));
    }

    private static byte[] Make(int length, Func<byte> value) => [.. Enumerable.Range(0, length).Select(_ => value())];

    private static byte[] Expect(byte[] source, byte[] above, int width, int pixelBytes)
    {
        var rows = new byte[width * Rows];
        for (int y = 0; y < Rows; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int a = x < pixelBytes ? 0 : rows[y * width + x - pixelBytes], b = y == 0 ? above[x] : rows[(y - 1) * width + x];
                int c = x < pixelBytes ? 0 : y == 0 ? above[x - pixelBytes] : rows[(y - 1) * width + x - pixelBytes];
                int predicted = source[y * (width + 1)] switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => Paeth(a, b, c), _ => 0 };
                rows[y * width + x] = (byte)(source[y * (width + 1) + x + 1] + predicted);
            }
        }

        return rows;
    }

    private static int Paeth(int a, int b, int c)
    {
        int p = a + b - c, toA = Math.Abs(p - a), toB = Math.Abs(p - b), toC = Math.Abs(p - c);
        return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
    }
}
