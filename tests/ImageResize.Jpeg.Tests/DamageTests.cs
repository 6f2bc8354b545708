using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;

namespace ImageResize.Jpeg.Tests;

/// <summary>Oddities are passed over with a warning; damage is refused, or salvaged and reported.</summary>
public sealed class DamageTests
{
    private static readonly JpegScaleOptions Full = new() { Width = 160, Height = 120, Quality = 100, Chroma = JpegChroma.Full };

    [Fact]
    public void A_missing_end_marker_is_only_a_warning()
    {
        byte[] source = Encoded.Sample();
        AssertWarns(source[..^2], JpegWarnings.EndOfImageMissing);
    }

    [Fact]
    public void A_missing_end_marker_after_the_last_scan_is_only_a_warning()
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { IsProgressive = true });
        AssertWarns(source[..^2], JpegWarnings.EndOfImageMissing);
    }

    [Fact]
    public void Bytes_behind_the_image_do_not_matter()
    {
        Encoded.Scale([.. Encoded.Sample(), 1, 2, 3, 0xFF, 0xD8], Full, out JpegScaleResult result);
        Assert.Equal((JpegWarnings.None, null), (result.Warnings, result.Damage));
    }

    [Fact]
    public void Bytes_before_a_marker_are_only_a_warning()
    {
        byte[] source = Encoded.Sample();
        AssertWarns([.. source[..2], 1, 2, 3, .. source[2..]], JpegWarnings.ExtraneousBytes);
        AssertWarns([.. source[..^2], 1, 2, 3, .. source[^2..]], JpegWarnings.ExtraneousBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Data_left_over_before_a_restart_marker_are_damage(bool progressive)
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { RestartInterval = 4, IsProgressive = progressive });
        int third = FindRestarts(source)[2];
        byte[] longer = [.. source[..third], 1, 2, 3, .. source[third..]];
        JpegDamagedException exception = Assert.Throws<JpegDamagedException>(() => Encoded.Scale(longer, Full));
        Assert.True(exception.Damage.Kinds.HasFlag(JpegDamageKind.OutOfStep));

        // Bytes that fill up before a marker are no data (ITU T.81, B.1.1.2).
        byte[] filled = [.. source[..third], 0xFF, 0xFF, .. source[third..]];
        Encoded.Scale(filled, Full, out JpegScaleResult result);
        Assert.Null(result.Damage);
    }

    [Fact]
    public void A_wrong_restart_number_is_only_a_warning()
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { RestartInterval = 4 });
        int third = FindRestarts(source)[2];
        source[third + 1] = 0xD6;
        AssertWarns(source, JpegWarnings.RestartNumber, Encoded.Sample());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_truncated_image_is_refused_or_salvaged(bool progressive)
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { IsProgressive = progressive });
        byte[] half = source[..(source.Length / 2)];
        JpegDamagedException exception = Assert.Throws<JpegDamagedException>(() => Encoded.Scale(half, Full));
        Assert.NotEqual(JpegDamageKind.None, exception.Damage.Kinds & (JpegDamageKind.Truncated | JpegDamageKind.MissingScan));
        byte[] output = Encoded.Scale(half, Full with { OnDamage = JpegDamagePolicy.Salvage }, out JpegScaleResult result);
        Assert.Equal(exception.Damage, result.Damage);
        Assert.Equal((160, 120), (JpegHeader.Read(output).Width, JpegHeader.Read(output).Height));
    }

    [Fact]
    public void What_comes_before_the_cut_is_salvaged_and_the_rest_is_grey()
    {
        byte[] source = Encoded.Sample();
        float[,] whole = Encoded.Plane(source), salvaged = Encoded.Plane(Encoded.Scale(
            source[..(source.Length * 3 / 4)], Full with { OnDamage = JpegDamagePolicy.Salvage }, out JpegScaleResult result));
        Assert.InRange(result.Damage!.LostFraction, 0.05, 0.6);
        for (int x = 0; x < 160; x++)
        {
            Assert.InRange(salvaged[10, x] - whole[10, x], -4, 4);
            Assert.InRange(salvaged[118, x], -1, 1);
        }
    }

    [Fact]
    public void A_lost_interval_costs_that_interval_only()
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { RestartInterval = 10 });
        List<int> restarts = FindRestarts(source);
        byte[] lacking = [.. source[..restarts[2]], .. source[restarts[3]..]];
        float[,] whole = Encoded.Plane(source), salvaged = Encoded.Plane(Encoded.Scale(
            lacking, Full with { OnDamage = JpegDamagePolicy.Salvage }, out JpegScaleResult result));
        Assert.True(result.Damage!.Kinds.HasFlag(JpegDamageKind.Truncated));
        // An interval is one row of MCUs, 16 lines.
        for (int x = 0; x < 160; x++)
        {
            Assert.InRange(salvaged[40, x] - whole[40, x], -4, 4);
            Assert.InRange(salvaged[72, x] - whole[72, x], -4, 4);
            Assert.InRange(salvaged[110, x] - whole[110, x], -4, 4);
        }
    }

    [Fact]
    public void A_bit_sequence_that_is_no_code_is_damage()
    {
        byte[] source = Encoded.WithStandardTables(out _);
        // The longest DC code begins with eight ones; more are no code.
        int data = source.Length - 2;
        while (source[data - 1] != 63 || source[data] != 0)
            data--;
        byte[] wrong = [.. source[..(data + 1)], 0xFF, 0, 0xFF, 0, 0xFF, 0, 0xFF, 0, 0xFF, 0, 0xFF, 0, 0xFF, 0, 0xFF, 0, 0xFF, 0xD9];
        JpegDamagedException exception = Assert.Throws<JpegDamagedException>(() => Encoded.Scale(wrong, new JpegScaleOptions { Width = 16, Height = 16 }));
        Assert.True(exception.Damage.Kinds.HasFlag(JpegDamageKind.InvalidHuffmanCode));
    }

    [Fact]
    public void A_component_that_never_comes_is_damage_and_grey()
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { SeparatesScans = true });
        int third = source.Length;
        for (int scans = 0, i = 2; scans < 3; i++)
        {
            if (source[i] == 0xFF && source[i + 1] == 0xDA)
                (scans, third) = (scans + 1, i);
        }

        byte[] lacking = [.. source[..third], 0xFF, 0xD9];
        Assert.Equal(JpegDamageKind.MissingScan, Assert.Throws<JpegDamagedException>(() => Encoded.Scale(lacking, Full)).Damage.Kinds);
        byte[] output = Encoded.Scale(lacking, Full with { OnDamage = JpegDamagePolicy.Salvage });
        Assert.All(Encoded.Plane(output, 2).Cast<float>(), value => Assert.InRange(value, -1, 1));
    }

    [Fact]
    public void A_scan_that_uses_an_undefined_table_is_refused()
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { IsProgressive = true });
        int scan = 2;
        while (source[scan] != 0xFF || source[scan + 1] != 0xDA)
            scan++;
        source[scan + 6] = 0x33;
        Assert.Throws<JpegFormatException>(() => Encoded.Scale(source, Full));
    }

    [Fact]
    public void Millions_of_lost_intervals_take_no_time()
    {
        // 60,000 by 60,000 pixels of nothing with a restart interval of one MCU, reduced to one pixel.
        byte[] source = Encoded.Sample(16, 16, new SampleFormat { RestartInterval = 1 });
        int frame = 2;
        while (source[frame + 1] != 0xC0)
            frame += 2 + (source[frame + 2] << 8 | source[frame + 3]);
        (source[frame + 5], source[frame + 6], source[frame + 7], source[frame + 8]) = (0x10, 0, 0x10, 0);
        Encoded.Scale(source, new JpegScaleOptions { Width = 1, Height = 1, OnDamage = JpegDamagePolicy.Salvage }, out JpegScaleResult result);
        Assert.InRange(result.Damage!.LostFraction, 0.99, 1);
    }

    private static void AssertWarns(byte[] source, JpegWarnings warnings, byte[]? sameAs = null)
    {
        byte[] output = Encoded.Scale(source, Full, out JpegScaleResult result);
        Assert.Equal((warnings, null), (result.Warnings, result.Damage));
        if (sameAs is not null)
            Assert.Equal(Encoded.Scale(sameAs, Full), output);
    }

    private static List<int> FindRestarts(byte[] source)
    {
        var found = new List<int>();
        int scan = source.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);
        for (int i = scan; i + 1 < source.Length; i++)
        {
            if (source[i] == 0xFF && source[i + 1] is >= 0xD0 and <= 0xD7)
                found.Add(i);
        }

        return found;
    }
}
