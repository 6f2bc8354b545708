using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;

namespace ImageResize.Jpeg.Tests;

/// <summary>The header of a file is that of its bytes, and no more of the file is read than it takes.</summary>
public sealed class FileHeaderTests
{
    private const int Limit = 1 << 20;

    [Fact]
    public void A_header_longer_than_the_first_piece_is_read_in_growing_pieces()
    {
        byte[] source = WithComments(Encoded.Sample(400, 300, new SampleFormat { Prefix = SampleMetadata.All }), 10);
        var file = new CountingFile([.. source, .. new byte[8 << 20]]);
        JpegHeader header = JpegHeader.Read(file, Limit);
        Assert.Equal((400, 300, 6), (header.Width, header.Height, header.Orientation));
        Assert.Equal(JpegHeader.Read(source).FirstScanOffset, header.FirstScanOffset);
        Assert.InRange(file.Furthest, 10 * 60_000, Limit);
    }

    [Fact]
    public void A_header_beyond_the_limit_is_refused_and_not_read_on()
    {
        var file = new CountingFile(WithComments(Encoded.Sample(), 40));
        Assert.Throws<JpegFormatException>(() => JpegHeader.Read(file, Limit));
        Assert.InRange(file.Furthest, 1, Limit);
    }

    [Fact]
    public void Bytes_without_a_marker_are_read_to_the_limit_and_no_further()
    {
        var file = new CountingFile([0xFF, 0xD8, 0xFF, 0xE0, 0, 2, .. new byte[8 << 20]]);
        Assert.Throws<JpegFormatException>(() => JpegHeader.Read(file, Limit));
        Assert.InRange(file.Furthest, 1, Limit);
    }

    [Fact]
    public void A_gain_map_behind_a_large_image_is_found_without_reading_the_image()
    {
        byte[] source = SampleGainMap.Write(new SampleImage(1600, 1200, 1, (1, 1), (1, 1), (1, 1)), new SampleImage(80, 60, 2, (1, 1)));
        var file = new CountingFile(source);
        JpegHeader header = JpegHeader.Read(file, Limit);
        Assert.True(header.CanKeepGainMap);
        Assert.Equal(JpegHeader.Read(source).GainMap!.Offset, header.GainMap!.Offset);
        Assert.True(source.Length > 4 * file.BytesRead, $"{file.BytesRead} of {source.Length} bytes were read.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_000)]
    [InlineData(65_520)]
    [InlineData(200_000)]
    public void The_height_behind_a_first_scan_of_any_length_is_found(int padding)
    {
        byte[] source = WithLineCount(Encoded.Sample(), padding);
        Assert.Equal(120, JpegHeader.Read(source).Height);
        Assert.Equal(120, JpegHeader.Read(new CountingFile(source), Limit).Height);
    }

    [Fact]
    public void A_file_cut_off_anywhere_in_its_header_is_no_JPEG()
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { Prefix = SampleMetadata.All });
        int end = JpegHeader.Read(source).FirstScanOffset;
        for (int length = 1; length < end; length += 7)
            Assert.Throws<JpegFormatException>(() => JpegHeader.Read(new CountingFile(source[..length]), Limit));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_check_tells_a_missing_end_from_missing_data_whatever_the_scan(bool progressive)
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { IsProgressive = progressive });
        using var scaler = new JpegScaler();
        JpegScaleResult sound = scaler.Check(source, JpegHeader.Read(source));
        Assert.Equal((JpegWarnings.None, null), (sound.Warnings, sound.Damage));
        JpegScaleResult endless = scaler.Check(source[..^2], JpegHeader.Read(source));
        Assert.Equal((JpegWarnings.EndOfImageMissing, null), (endless.Warnings, endless.Damage));
        foreach (int cut in (int[])[12, 100, 1000])
            Assert.NotNull(scaler.Check(source[..^cut], JpegHeader.Read(source)).Damage);
    }

    [Fact]
    public void A_check_of_a_large_image_takes_no_memory_for_its_pixels()
    {
        byte[] source = Encoded.Sample(1600, 1200);
        using var scaler = new JpegScaler();
        scaler.Check(source, JpegHeader.Read(source));
        Assert.InRange(scaler.PeakBytes, 1, 1600 * 1200 / 2);
    }

    private static byte[] WithComments(byte[] source, int count)
    {
        byte[] comment = Encoded.Segment(0xFE, [.. Enumerable.Repeat((byte)1, 60_000)]);
        return [.. source[..2], .. Enumerable.Repeat(comment, count).SelectMany(bytes => bytes), .. source[2..]];
    }

    /// <summary>With its height in a DNL segment behind the first scan, and bytes of no meaning before that.</summary>
    private static byte[] WithLineCount(byte[] source, int padding)
    {
        int frame = source.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        byte[] start = source[..^2];
        (byte high, byte low) = (start[frame + 5], start[frame + 6]);
        start[frame + 5] = start[frame + 6] = 0;
        return [.. start, .. Enumerable.Repeat((byte)1, padding), .. Encoded.Segment(0xDC, high, low), 0xFF, 0xD9];
    }

    private sealed class CountingFile(byte[] bytes) : IJpegFile
    {
        public int Length => bytes.Length;

        public int Furthest { get; private set; }

        public long BytesRead { get; private set; }

        public ReadOnlySpan<byte> Read(int offset, int count)
        {
            ReadOnlySpan<byte> read = bytes.AsSpan(offset, Math.Min(count, bytes.Length - offset));
            Furthest = Math.Max(Furthest, offset + read.Length);
            BytesRead += read.Length;
            return read;
        }
    }
}
