using ImageResize.Jpeg.Encoding;
using ImageResize.Jpeg.Entropy;

namespace ImageResize.Jpeg.Tests;

/// <summary>Huffman codes, made and read.</summary>
public sealed class HuffmanTests
{
    [Fact]
    public void Codes_are_never_longer_than_sixteen_bits_or_all_ones()
    {
        var frequencies = new int[256];
        // Fibonacci numbers make the deepest trees.
        (int a, int b) = (1, 1);
        for (int i = 0; i < 40; i++)
        {
            frequencies[i] = a;
            (a, b) = (b, a + b);
        }

        var code = new OptimalHuffmanCode();
        code.Build(frequencies);
        Assert.Equal(40, code.Symbols.Length);
        Assert.Equal(40, code.Counts.Sum(c => c));
        var codes = new uint[256];
        code.FillCodes(codes);
        Assert.All(Enumerable.Range(0, 40), i => Assert.NotEqual((1u << (int)(codes[i] & 255)) - 1, codes[i] >> 8));
        Assert.Equal(40, new HuffmanSpecification().Read([.. code.Counts, .. code.Symbols]) - 16);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(162)]
    [InlineData(256)]
    public void Frequent_symbols_have_short_codes(int count)
    {
        var random = new Random(count);
        var frequencies = new int[256];
        for (int i = 0; i < count; i++)
            frequencies[i] = random.Next(1, 1 << random.Next(1, 20));
        var code = new OptimalHuffmanCode();
        code.Build(frequencies);
        var codes = new uint[256];
        code.FillCodes(codes);
        for (int i = 0; i < count; i++)
        {
            Assert.InRange(codes[i] & 255, 1u, 16u);
            for (int j = 0; j < count; j++)
                Assert.True(frequencies[i] <= frequencies[j] || (codes[i] & 255) <= (codes[j] & 255));
        }
    }

    [Fact]
    public void Tables_with_more_codes_than_fit_are_refused()
    {
        byte[] tooMany = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3];
        byte[] tooManyLater = [1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4];
        byte[] tooShort = [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        Assert.All([tooMany, tooManyLater, tooShort], t => Assert.Throws<JpegFormatException>(() => new HuffmanSpecification().Read(t)));
    }
}
