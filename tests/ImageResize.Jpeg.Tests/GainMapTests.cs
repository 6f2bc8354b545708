using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;
using ImageResize.Metadata;
using ImageResize.Pixels;
using Text = System.Text.Encoding;

namespace ImageResize.Jpeg.Tests;

/// <summary>Gain maps (Ultra HDR, ISO 21496-1): scaled, cropped and turned with the primary image.</summary>
public sealed partial class GainMapTests
{
    private static readonly SampleImage Primary = new(320, 240, 1, (2, 2), (1, 1), (1, 1)), Map = new(80, 60, 2, (1, 1));

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_gain_map_is_scaled_along(bool isBigEndian, bool isProgressive)
    {
        byte[] source = SampleGainMap.Write(Primary, Map, isBigEndian, isProgressive: isProgressive);
        Assert.True(JpegHeader.Read(source).CanKeepGainMap);
        byte[] output = Encoded.Scale(source, new JpegScaleOptions { Width = 100, Height = 75 }, out JpegScaleResult result);
        Assert.Equal((JpegWarnings.None, null), (result.Warnings, result.Damage));
        byte[] map = MapOf(output);
        JpegHeader header = JpegHeader.Read(map);
        Assert.Equal((25, 19, 1), (header.Width, header.Height, header.ComponentCount));
        // The same as the gain map scaled alone, with its parameters.
        byte[] alone = Encoded.Scale(SampleWriter.Write(Map, new SampleFormat()), new JpegScaleOptions { Width = 25, Height = 19 });
        Assert.Equal(0, Encoded.Difference(Encoded.Plane(alone), Encoded.Plane(map)).Largest);
        Assert.Contains(SampleGainMap.Parameters, Text.Latin1.GetString(map), StringComparison.Ordinal);
        Assert.Contains(Encoded.Segments(map, 0xE2), s => s.AsSpan().EndsWith("parameters"u8));
    }

    [Fact]
    public void The_primary_image_is_the_same_as_without_a_gain_map()
    {
        var options = new JpegScaleOptions { Width = 100, Height = 75 };
        byte[] output = Encoded.Scale(SampleGainMap.Write(Primary, Map), options);
        byte[] without = Encoded.Scale(SampleWriter.Write(Primary, new SampleFormat()), options);
        Assert.Equal(0, Encoded.Difference(Encoded.Plane(without), Encoded.Plane(output)).Largest);
    }

    [Fact]
    public void The_metadata_of_the_primary_image_tell_of_the_new_gain_map()
    {
        byte[] output = Encoded.Scale(SampleGainMap.Write(Primary, Map), new JpegScaleOptions { Width = 100, Height = 75 });
        string xmp = Text.UTF8.GetString(Encoded.Segments(output, 0xE1).Single());
        Assert.Equal(MapOf(output).Length, int.Parse(ItemLength().Match(xmp).Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.DoesNotContain("987654", xmp, StringComparison.Ordinal);
        Assert.Contains("dc:format=\"image/jpeg\"", xmp, StringComparison.Ordinal);
        Assert.Contains(Encoded.Segments(output, 0xE2), s => s.SequenceEqual(SampleGainMap.IsoVersion));
        System.Xml.Linq.XDocument.Parse(xmp["http://ns.adobe.com/xap/1.0/\0".Length..]);
    }

    [Fact]
    public void An_output_can_be_scaled_again()
    {
        byte[] once = Encoded.Scale(SampleGainMap.Write(Primary, Map), new JpegScaleOptions { Width = 200, Height = 150 });
        byte[] twice = Encoded.Scale(once, new JpegScaleOptions { Width = 40, Height = 30 });
        JpegHeader header = JpegHeader.Read(MapOf(twice));
        Assert.Equal((10, 8), (header.Width, header.Height));
    }

    [Fact]
    public void A_gain_map_is_turned_as_the_primary_image_is()
    {
        byte[] exif = SampleMetadata.Segment(0xE1, [.. "Exif\0\0"u8, .. SampleExif.Create(isBigEndian: true, orientation: 6)]);
        byte[] output = Encoded.Scale(SampleGainMap.Write(Primary, Map, prefix: exif), new JpegScaleOptions { Width = 60, Height = 80 });
        byte[] map = MapOf(output);
        Assert.Equal((15, 20), (JpegHeader.Read(map).Width, JpegHeader.Read(map).Height));
        byte[] alone = Encoded.Scale(SampleWriter.Write(Map, new SampleFormat()), new JpegScaleOptions { Width = 15, Height = 20, Orientation = 6 });
        Assert.Equal(0, Encoded.Difference(Encoded.Plane(alone), Encoded.Plane(map)).Largest);
    }

    [Fact]
    public void A_gain_map_is_cropped_as_the_primary_image_is()
    {
        var options = new JpegScaleOptions { Width = 40, Height = 40, Crop = new PixelRegion(160, 80, 160, 160) };
        byte[] map = MapOf(Encoded.Scale(SampleGainMap.Write(Primary, Map), options));
        byte[] alone = Encoded.Scale(
            SampleWriter.Write(Map, new SampleFormat()), new JpegScaleOptions { Width = 10, Height = 10, Crop = new PixelRegion(40, 20, 40, 40) });
        Assert.Equal(0, Encoded.Difference(Encoded.Plane(alone), Encoded.Plane(map)).Largest);
    }

    [Theory]
    [InlineData(MetadataPolicy.ColorProfile)]
    [InlineData(MetadataPolicy.None)]
    public void A_gain_map_goes_with_the_metadata(MetadataPolicy policy)
    {
        byte[] output = Encoded.Scale(
            SampleGainMap.Write(Primary, Map), new JpegScaleOptions { Width = 100, Height = 75, Metadata = policy }, out JpegScaleResult result);
        Assert.Equal(JpegWarnings.GainMapDropped, result.Warnings);
        Assert.False(JpegHeader.Read(output).HasGainMap);
        Assert.Equal(output.Length, output.AsSpan().IndexOf([(byte)0xFF, (byte)0xD9]) + 2);
    }

    [Fact]
    public void Each_of_several_outputs_has_its_own_gain_map()
    {
        byte[] source = SampleGainMap.Write(Primary, Map);
        ArrayBufferWriter<byte>[] targets = [new(), new(), new()];
        JpegScaleOptions[] options =
        [
            new() { Width = 160, Height = 120 },
            new() { Width = 80, Height = 60, Metadata = MetadataPolicy.None },
            new() { Width = 40, Height = 30, Metadata = MetadataPolicy.NoLocation },
        ];
        using var scaler = new JpegScaler();
        scaler.Scale(source, JpegHeader.Read(source), [.. options.Select((o, i) => new JpegOutput(o, targets[i]))]);
        Assert.Equal(40, JpegHeader.Read(MapOf(targets[0].WrittenSpan.ToArray())).Width);
        Assert.False(JpegHeader.Read(targets[1].WrittenSpan).HasGainMap);
        Assert.Equal(10, JpegHeader.Read(MapOf(targets[2].WrittenSpan.ToArray())).Width);
    }

    [Fact]
    public void A_damaged_gain_map_is_damage_and_left_out_where_salvage_is_asked_for()
    {
        byte[] source = SampleGainMap.Write(Primary, Map)[..^200];
        var options = new JpegScaleOptions { Width = 100, Height = 75 };
        Assert.Throws<JpegDamagedException>(() => Encoded.Scale(source, options));
        byte[] output = Encoded.Scale(source, options with { OnDamage = JpegDamagePolicy.Salvage }, out JpegScaleResult result);
        Assert.True(result.Warnings.HasFlag(JpegWarnings.GainMapDropped));
        Assert.Null(result.Damage);
        Assert.False(JpegHeader.Read(output).HasGainMap);
    }

    [Fact]
    public void A_gain_map_that_is_not_where_the_index_says_cannot_be_kept()
    {
        byte[] source = SampleGainMap.Write(Primary, Map);
        int map = source.AsSpan().LastIndexOf([(byte)0xFF, (byte)0xD8]);
        Assert.False(JpegHeader.Read(source.AsSpan(0, map)).CanKeepGainMap);
        source[map] = 0;
        JpegHeader header = JpegHeader.Read(source);
        Assert.Equal((true, false), (header.HasGainMap, header.CanKeepGainMap));
        byte[] output = Encoded.Scale(source, new JpegScaleOptions { Width = 100, Height = 75 }, out JpegScaleResult result);
        Assert.True(result.Warnings.HasFlag(JpegWarnings.GainMapDropped));
        Assert.False(JpegHeader.Read(output).HasGainMap);
    }

    [Fact]
    public void The_estimate_covers_the_gain_map()
    {
        byte[] source = SampleGainMap.Write(new SampleImage(16, 16, 1, (1, 1)), new SampleImage(900, 700, 2, (1, 1)));
        var options = new JpegScaleOptions { Width = 16, Height = 16 };
        JpegHeader header = JpegHeader.Read(source);
        long with = JpegScaler.EstimateMemory(header, options), without = JpegScaler.EstimateMemory(header, options with { Metadata = MetadataPolicy.None });
        using var scaler = new JpegScaler();
        scaler.Scale(source, options, new ArrayBufferWriter<byte>());
        Assert.InRange(scaler.PeakBytes, 1, with);
        Assert.InRange(without, 1, with - 1);
    }

    /// <summary>The gain map of an output, found by its index, which must say where it is and that it ends the file.</summary>
    private static byte[] MapOf(byte[] output)
    {
        Assert.True(JpegHeader.Read(output).CanKeepGainMap);
        byte[] index = Encoded.Segments(output, 0xE2).Single(s => s.AsSpan().StartsWith("MPF\0"u8));
        int mark = output.AsSpan().IndexOf(index) + 4;
        int primary = BigEndian(index, 4 + 54), second = BigEndian(index, 4 + 70), offset = BigEndian(index, 4 + 74);
        Assert.Equal((primary, output.Length), (mark + offset, primary + second));
        Assert.Equal([0xFF, 0xD9], output[(primary - 2)..primary]);
        return output[primary..];
    }

    private static int BigEndian(byte[] bytes, int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));

    [GeneratedRegex("Item:Length=\"(\\d+)\"")]
    private static partial Regex ItemLength();
}
