using ImageResize.Metadata.Sources;
using ImageResize.Pixels.Memory;
using ImageResize.Tiff.Compression;

namespace ImageResize.Tiff.Tests;

/// <summary>LZW, whose codes are written here one by one where a file would not have them.</summary>
public unsafe class LzwTests
{
    [Fact]
    public void Bytes_of_every_kind_come_back()
    {
        var random = new Random(5);
        foreach (int length in (int[])[1, 2, 253, 254, 255, 256, 1000, 5000, 100_000])
        {
            foreach (int values in (int[])[1, 2, 3, 7, 40, 256])
            {
                byte[] bytes = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(values))];
                Assert.Equal(bytes, Decode(SampleCoding.Lzw(bytes), length, int.MaxValue));
                Assert.Equal(bytes, Decode(SampleCoding.Lzw(bytes), length, 700));
            }
        }
    }

    [Fact]
    public void What_is_coded_is_what_the_plain_coder_gives_and_comes_back()
    {
        var random = new Random(6);
        foreach (int length in (int[])[0, 1, 2, 253, 254, 255, 256, 1000, 3836, 3837, 3838, 5000, 200_000])
        {
            foreach (int values in (int[])[1, 2, 3, 7, 40, 256])
            {
                byte[] bytes = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(values))];
                byte[] coded = Encode(bytes, random.Next(1, 3000));
                Assert.Equal(SampleCoding.Lzw(bytes), coded);
                if (length > 0)
                    Assert.Equal(bytes, Decode(coded, length, 1000));
            }
        }
    }

    [Fact]
    public void Long_strings_come_back()
    {
        byte[] bytes = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i % 1_000_000 < 7 ? i : 9))];
        Assert.Equal(bytes, Decode(SampleCoding.Lzw(bytes), bytes.Length, int.MaxValue));
        Assert.Equal(bytes, Decode(SampleCoding.Lzw(bytes), bytes.Length, 1));
    }

    [Fact]
    public void Several_clear_codes_are_one() => Assert.Equal([7, 7, 7], Decode(Codes(256, 256, 7, 258, 256, 257), 3, 1));

    [Theory]
    [InlineData("without a clear code", new[] { 7, 7, 7, 257 })]
    [InlineData("with a code that is not known yet", new[] { 256, 7, 259 })]
    [InlineData("that ends too early", new[] { 256, 7, 257 })]
    [InlineData("that begins with a string", new[] { 256, 258 })]
    [InlineData("that lacks codes", new[] { 256, 7 })]
    [InlineData("whose last string is too long", new[] { 256, 7, 258, 259, 257 })]
    [InlineData("that has the old order of bits", new[] { 0, 256, 7 })]
    public void A_strip_is_refused(string why, int[] codes)
    {
        Assert.NotEmpty(why);
        Assert.Null(Decode(Codes(codes), 5, int.MaxValue));
    }

    [Fact]
    public void A_table_that_is_never_cleared_is_refused()
    {
        // Literals alone: every one of them adds a string.
        var codes = new List<(int Code, int Width)> { (256, 9) };
        for (int i = 0, next = 257; i < 5000; i++, next++)
            codes.Add((i & 0xFF, next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9));
        Assert.NotNull(Decode(Codes([.. codes]), 3830, int.MaxValue));
        Assert.Null(Decode(Codes([.. codes]), 4000, int.MaxValue));
    }

    [Fact]
    public void What_was_decoded_before_is_forgotten()
    {
        using var arena = new BufferArena(BufferAllocator.Default);
        var decoder = new LzwDecoder(arena);
        byte[] good = SampleCoding.Lzw([.. Enumerable.Range(0, 3000).Select(i => (byte)(i * i))]);
        Assert.NotNull(Decode(decoder, good, 3000, int.MaxValue));
        Assert.Null(Decode(decoder, Codes(256, 7, 300), 5, int.MaxValue));
        Assert.Null(Decode(decoder, good, 3001, int.MaxValue));
        Assert.Null(Decode(decoder, Codes(256, 7, 300), 5, int.MaxValue));
    }

    private static byte[] Codes(params int[] codes) => Codes([.. codes.Select(code => (code, 9))]);

    private static byte[] Codes((int Code, int Width)[] codes)
    {
        string bits = string.Concat(codes.Select(code => Convert.ToString(code.Code, 2).PadLeft(code.Width, '0')));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2))];
    }

    private static byte[] Encode(byte[] bytes, int step)
    {
        using var arena = new BufferArena(BufferAllocator.Default);
        var encoder = new LzwEncoder(arena);
        var target = new byte[LzwEncoder.MostBytes(bytes.Length)];
        fixed (byte* first = bytes, place = target)
        {
            encoder.Begin(place);
            for (int done = 0; done < bytes.Length; done += step)
                encoder.Encode(first + done, Math.Min(step, bytes.Length - done));
            return target[..encoder.Finish()];
        }
    }

    private static byte[]? Decode(byte[] coded, int length, int step)
    {
        using var arena = new BufferArena(BufferAllocator.Default);
        return Decode(new LzwDecoder(arena), coded, length, step);
    }

    /// <summary>Decodes so many bytes at a time; they must not be more than may come.</summary>
    private static byte[]? Decode(LzwDecoder decoder, byte[] coded, int length, int step)
    {
        var target = new byte[length + SegmentDecoder.Slack];
        var bytes = new SegmentBytes(new StreamSource(new MemoryStream(coded)), 6000);
        bytes.Begin(0, coded.Length);
        decoder.Begin(bytes);
        for (int done = 0; done < length;)
        {
            int wanted = Math.Min(step, length - done), room = (int)Math.Min(length - done, wanted + (long)decoder.MostSurplus), count;
            fixed (byte* place = target)
                count = decoder.Decode(place + done, wanted, room);
            if (count < 0)
                return null;
            Assert.InRange(count, wanted, room);
            done += count;
        }

        return target[..length];
    }
}
