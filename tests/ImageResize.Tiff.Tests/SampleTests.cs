using ImageResize.Tiff.Samples;

namespace ImageResize.Tiff.Tests;

/// <summary>What is done to samples in vectors is what is done to them one by one.</summary>
public unsafe class SampleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 2)]
    [InlineData(8, 2)]
    public void Differences_become_samples_at_every_width(int pixelBytes, int sampleBytes)
    {
        var random = new Random(3);
        for (int pixels = 1; pixels < 60; pixels++)
        {
            var row = new byte[pixels * pixelBytes + 40];
            random.NextBytes(row);
            byte[] expected = [.. row];
            for (int i = pixelBytes; i < pixels * pixelBytes; i += sampleBytes)
            {
                if (sampleBytes == 1)
                    expected[i] += expected[i - pixelBytes];
                else
                    BitConverter.TryWriteBytes(expected.AsSpan(i), (ushort)(BitConverter.ToUInt16(expected, i) + BitConverter.ToUInt16(expected, i - pixelBytes)));
            }

            byte[] stored = [.. row], taken = new byte[row.Length];
            fixed (byte* place = row, target = taken)
            {
                Differences.Undo(place, pixels * pixelBytes, pixelBytes, sampleBytes);
                Assert.Equal(expected, row);
                Differences.Take(place, target, pixels * pixelBytes, pixelBytes, sampleBytes);
                Differences.Take(place, place, pixels * pixelBytes, pixelBytes, sampleBytes);
            }

            Assert.Equal(stored, row);
            Assert.Equal(stored[..(pixels * pixelBytes)], taken[..(pixels * pixelBytes)]);
            Assert.All(taken[(pixels * pixelBytes)..], value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void Bytes_are_swapped_at_every_width()
    {
        for (int samples = 0; samples < 40; samples++)
        {
            byte[] row = [.. Enumerable.Range(0, 2 * samples + 20).Select(i => (byte)i)], expected = [.. row];
            for (int i = 0; i < 2 * samples; i += 2)
                (expected[i], expected[i + 1]) = (row[i + 1], row[i]);
            fixed (byte* place = row)
                ByteOrder.Swap(place, 2 * samples);
            Assert.Equal(expected, row);
        }
    }
}
