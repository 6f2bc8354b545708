using ImageResize.Png.Chunks;
using ImageResize.Png.Inflating;

namespace ImageResize.Png.Tests;

public unsafe class ChecksumTests
{
    [Fact]
    public void The_crc_is_that_of_the_specification_for_every_length_and_in_pieces()
    {
        var data = new byte[1000];
        new Random(1).NextBytes(data);
        for (int length = 0; length < 400; length++)
        {
            uint expected = SamplePng.Crc(data.AsSpan(3, length));
            Assert.Equal(expected, Crc32.Append(0, data.AsSpan(3, length)));
            Assert.Equal(expected, Crc32.AppendScalar(0, data.AsSpan(3, length)));
            Assert.Equal(expected, Crc32.Append(Crc32.Append(0, data.AsSpan(3, length / 3)), data.AsSpan(3 + length / 3, length - length / 3)));
        }

        Assert.Equal(0xCBF4_3926u, Crc32.Append(0, "123456789"u8));
    }

    [Fact]
    public void Adler_is_that_of_the_specification_even_where_its_sums_are_largest()
    {
        var data = new byte[20_000];
        data.AsSpan().Fill(255);
        new Random(2).NextBytes(data.AsSpan(12_000));
        fixed (byte* pointer = data)
        {
            foreach (int length in (int[])[0, 1, 31, 32, 33, 100, 5535, 5536, 5537, 5552, 11_999, 20_000])
            {
                Assert.Equal(Reference(data.AsSpan(0, length)), Adler32.Append(Adler32.Initial, pointer, length));
                Assert.Equal(Reference(data.AsSpan(0, length)), Adler32.Append(Adler32.Append(Adler32.Initial, pointer, length / 2), pointer + length / 2, length - length / 2));
            }
        }
    }

    private static uint Reference(ReadOnlySpan<byte> data)
    {
        uint a = 1, b = 0;
        foreach (byte value in data)
            (a, b) = ((a + value) % 65521, (b + a + value) % 65521);
        return b << 16 | a;
    }
}
