using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using ImageResize.Pixels.Memory;
using ImageResize.Png.Chunks;
using ImageResize.Png.Deflating;
using ImageResize.Png.Encoding;

namespace ImageResize.Png.Tests;

/// <summary>What the deflater of filtered rows writes, the platform's zlib reads, and it is not larger than what that writes of runs.</summary>
public sealed class RunDeflaterTests : IDisposable
{
    private readonly BufferArena _arena = new(BufferAllocator.Default);
    private readonly RunDeflater _deflater;

    public RunDeflaterTests()
    {
        _deflater = new RunDeflater(_arena);
    }

    public void Dispose() => _arena.Dispose();

    [Fact]
    public void Data_of_any_length_come_back()
    {
        var random = new Random(3);
        foreach (int length in (int[])[1, 2, 3, 4, 5, 31, 32, 33, 34, 35, 36, 1000, 32767, 32768, 32769, 32771, 65535, 65536, 65539, 200_001])
        {
            AssertReturns(new byte[length]);
            AssertReturns(Make(length, _ => random.Next(256)));
            AssertReturns(Make(length, _ => random.Next(3)));
            AssertReturns(Make(length, _ => (int)Math.Min(255, -Math.Log(random.NextDouble()) * 9)));
        }
    }

    [Fact]
    public void Runs_of_any_length_come_back()
    {
        var random = new Random(4);
        var data = new List<byte>();
        for (int length = 1; length < 1100; length++)
        {
            data.AddRange(Enumerable.Repeat((byte)random.Next(256), length));
            if (random.Next(3) == 0)
                data.AddRange([1, 2, 3, 4, 5, 6, 7]);
        }

        AssertReturns([.. data]);
        for (int shift = 1; shift < 40; shift++)
            AssertReturns([.. Make(shift, x => x), .. data.Take(66_000)]);
    }

    [Fact]
    public void Codes_that_would_be_too_long_are_limited()
    {
        // As often as the numbers of Fibonacci, so that every symbol has a bit more than the next.
        var data = new List<byte>();
        for (int symbol = 0, a = 1, b = 1; data.Count + a < 32_768; symbol++, (a, b) = (b, a + b))
            data.AddRange(Enumerable.Repeat((byte)(symbol * 11), a));
        byte[] shuffled = [.. data];
        new Random(5).Shuffle(shuffled);
        AssertReturns(shuffled);
    }

    [Fact]
    public void Noise_is_stored_with_a_few_bytes_more()
    {
        var random = new Random(6);
        byte[] data = Make(300_000, _ => random.Next(256));
        Assert.InRange(Deflate(data).Length, data.Length, data.Length + 100);
    }

    [Fact]
    public void The_stream_is_not_larger_than_that_of_zlib()
    {
        var random = new Random(7);
        foreach (double spread in (double[])[0.2, 0.5, 1, 3, 9, 30])
        {
            byte[] data = Make(400_000, _ => (int)(Math.Log(random.NextDouble()) * spread * Math.Sign(random.NextDouble() - 0.5)));
            var platform = new MemoryStream();
            using (var zlib = new ZLibStream(platform, new ZLibCompressionOptions { CompressionLevel = 6, CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding }, leaveOpen: true))
                zlib.Write(data);
            // Where next to nothing is left, the headers of blocks weigh, of which zlib makes fewer.
            Assert.InRange(Deflate(data).Length, 1, platform.Length * 1.003 + data.Length / 32_768 * 25);
        }
    }

    private static byte[] Make(int length, Func<int, int> value) => [.. Enumerable.Range(0, length).Select(x => (byte)value(x))];

    private void AssertReturns(byte[] data)
    {
        var back = new MemoryStream();
        using var inflate = new ZLibStream(new MemoryStream(Deflate(data)), CompressionMode.Decompress);
        inflate.CopyTo(back);
        Assert.True(data.AsSpan().SequenceEqual(back.ToArray()), $"{data.Length} bytes differ.");
    }

    private byte[] Deflate(byte[] data)
    {
        var target = new ArrayBufferWriter<byte>();
        var stream = new ImageDataStream(new ChunkWriter(target), ImageDataStream.CreateBuffer());
        _deflater.Begin(stream);
        var random = new Random(data.Length);
        for (int at = 0; at < data.Length;)
        {
            int count = Math.Min(random.Next(1, 40_000), data.Length - at);
            _deflater.Write(data.AsSpan(at, count));
            at += count;
        }

        _deflater.Complete();
        stream.Complete();
        var deflated = new List<byte>();
        ReadOnlySpan<byte> chunks = target.WrittenSpan;
        while (!chunks.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(chunks);
            deflated.AddRange(chunks.Slice(PngChunk.HeaderBytes, length));
            chunks = chunks[(PngChunk.HeaderBytes + length + PngChunk.CrcBytes)..];
        }

        return [.. deflated];
    }
}
