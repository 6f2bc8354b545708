using System.Buffers;
using ImageResize.Png.Scaling;

namespace ImageResize.Png.Tests;

/// <summary>Damage is said of damaged files alone, and what came before it is kept where that is asked for.</summary>
public class DamageTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_within_the_image_is_damaged_and_its_rows_before_the_cut_are_kept(bool isInterlaced)
    {
        byte[] file = new SamplePng(60, 80, PngColor.Rgb, 8) { IsInterlaced = isInterlaced }.Write();
        byte[] cut = file[..(file.Length / 2)];
        var damaged = Assert.Throws<PngDamagedException>(() => Scale(cut, PngDamagePolicy.Fail));
        Assert.Equal(PngDamageKind.Truncated, damaged.Damage.Kinds);
        PngScaleResult result = Scale(cut, PngDamagePolicy.Salvage);
        Assert.InRange(result.Damage!.LostFraction, 0.3, 0.7);
        Decoded whole = Decoded.ByUs(file), salvaged = Decoded.ByUs(cut, PngDamagePolicy.Salvage);
        int kept = isInterlaced ? 1 : (int)(80 * (1 - result.Damage.LostFraction));
        for (int x = 0; x < 60; x += isInterlaced ? 8 : 1)
        {
            for (int y = 0; y < kept; y++)
                Assert.Equal(whole.At(x, y, 0), salvaged.At(x, y, 0));
        }

        if (!isInterlaced)
            Assert.All(Enumerable.Range(0, 60), x => Assert.Equal(0, salvaged.At(x, 79, 0)));
    }

    [Fact]
    public void A_file_that_lacks_its_end_alone_is_sound_wherever_it_was_cut()
    {
        byte[] file = new SamplePng(60, 80, PngColor.Rgb, 8).Write();
        for (int cut = 1; cut <= 16; cut++)
        {
            PngScaleResult result = Scale(file[..^cut], PngDamagePolicy.Fail);
            Assert.Equal((PngWarnings.EndMissing, null), (result.Warnings, result.Damage));
        }
    }

    [Fact]
    public void Every_cut_before_the_last_row_is_damage()
    {
        byte[] file = new SamplePng(20, 20, PngColor.RgbAlpha, 8).Write();
        for (int length = 60; length < file.Length - 12 - 4 - 8; length++)
            Assert.Equal(PngDamageKind.Truncated, Assert.ThrowsAny<PngDamagedException>(() => Scale(file[..length], PngDamagePolicy.Fail)).Damage.Kinds);
    }

    [Fact]
    public void A_wrong_checksum_of_a_chunk_is_damage_and_its_pixels_are_taken_as_they_are()
    {
        byte[] file = new SamplePng(20, 20, PngColor.Rgb, 8).Write();
        file[^13] ^= 1;
        Assert.Equal(PngDamageKind.Checksum, Assert.Throws<PngDamagedException>(() => Scale(file, PngDamagePolicy.Fail)).Damage.Kinds);
        Assert.Equal(new PngDamage(PngDamageKind.Checksum, 0), Scale(file, PngDamagePolicy.Salvage).Damage);
        file[^13] ^= 1;
        Assert.Equal(0, Decoded.ByUs(file).Differs(Decoded.ByUs(Flip(file, 13), PngDamagePolicy.Salvage)));
    }

    [Fact]
    public void A_wrong_checksum_of_the_image_is_damage()
    {
        byte[] file = RepairChunks(Flip(new SamplePng(20, 20, PngColor.Rgb, 8).Write(), 17));
        Assert.Equal(PngDamageKind.Checksum, Assert.Throws<PngDamagedException>(() => Scale(file, PngDamagePolicy.Fail)).Damage.Kinds);
    }

    [Fact]
    public void An_unknown_filter_is_damage_and_the_rows_before_it_are_kept()
    {
        byte[] sound = new SamplePng(20, 20, PngColor.Gray, 8) { Filter = 0 }.Write(), file = new SamplePng(20, 20, PngColor.Gray, 8) { Filter = 0, BadFilterRow = 13 }.Write();
        PngScaleResult result = Scale(file, PngDamagePolicy.Salvage);
        Assert.Equal(new PngDamage(PngDamageKind.InvalidFilter, 7 / 20.0), result.Damage! with { LostFraction = Math.Round(result.Damage.LostFraction, 6) });
        Decoded expected = Decoded.ByUs(sound), actual = Decoded.ByUs(file, PngDamagePolicy.Salvage);
        Assert.Equal(expected.Samples[..(13 * 20)], actual.Samples[..(13 * 20)]);
        Assert.All(actual.Samples[(13 * 20)..], sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void One_strict_output_makes_all_fail()
    {
        byte[] file = new SamplePng(20, 20, PngColor.Gray, 8).Write()[..80];
        using var scaler = new PngScaler();
        PngScaleOptions strict = new() { Width = 5, Height = 5 }, lax = strict with { OnDamage = PngDamagePolicy.Salvage };
        Assert.Throws<PngDamagedException>(() => scaler.Scale(
            file, PngHeader.Read(file), [new PngOutput(lax, new ArrayBufferWriter<byte>()), new PngOutput(strict, new ArrayBufferWriter<byte>())]));
    }

    [Fact]
    public void More_image_data_than_rows_is_no_damage()
    {
        byte[] file = new SamplePng(20, 20, PngColor.Gray, 8) { ExtraBytes = 1000 }.Write();
        Assert.Equal((PngWarnings.ExtraData, null), (Scale(file, PngDamagePolicy.Fail).Warnings, Scale(file, PngDamagePolicy.Fail).Damage));
    }

    private static PngScaleResult Scale(byte[] file, PngDamagePolicy policy)
    {
        PngHeader header = PngHeader.Read(file);
        using var scaler = new PngScaler();
        return scaler.Scale(file, header, [new PngOutput(new PngScaleOptions { Width = 10, Height = 10, OnDamage = policy }, new ArrayBufferWriter<byte>())]);
    }

    private static byte[] Flip(byte[] file, int fromEnd)
    {
        byte[] copy = [.. file];
        copy[^fromEnd] ^= 1;
        return copy;
    }

    private static byte[] RepairChunks(byte[] file)
    {
        Testing.PngChunk.RepairChecksums(file);
        return file;
    }
}
