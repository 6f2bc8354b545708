using System.Text;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Tests;

/// <summary>Date, camera, exposure and position of EXIF blocks made for it.</summary>
public sealed class ExifCaptureTests
{
    private const ushort Ascii = TiffType.Ascii;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Everything_that_is_said_is_read_in_either_byte_order(bool isBigEndian)
    {
        var block = new Block(isBigEndian);
        block.Main.Set(0x010F, Ascii, Text("Canon"));
        block.Main.Set(0x0110, Ascii, Text("Canon EOS R5"));
        block.Exif.Set(0x829A, TiffType.Rational, block.Rational(1, 250));
        block.Exif.Set(0x829D, TiffType.Rational, block.Rational(28, 10));
        block.Exif.Set(0x8827, TiffType.Short, block.Short(400));
        block.Exif.Set(0x9003, Ascii, Text("2026:05:04 03:02:01"));
        block.Exif.Set(0x9011, Ascii, Text("-03:30"));
        block.Exif.Set(0x9291, Ascii, Text("25"));
        block.Exif.Set(0x920A, TiffType.Rational, block.Rational(500, 10));
        block.Exif.Set(0xA434, Ascii, Text("RF50mm F1.8 STM "));
        block.Gps.Set(1, Ascii, Text("S"));
        block.Gps.Set(2, TiffType.Rational, block.Rational(33, 1, 51, 1, 3013, 100));
        block.Gps.Set(3, Ascii, Text("W"));
        block.Gps.Set(4, TiffType.Rational, block.Rational(151, 1, 12, 1, 0, 1));
        block.Gps.Set(5, TiffType.Byte, [1]);
        block.Gps.Set(6, TiffType.Rational, block.Rational(125, 10));

        ExifCapture capture = ExifCapture.Read(block.Build());

        Assert.Equal((new DateTime(2026, 5, 4, 3, 2, 1, 250), new TimeSpan(-3, -30, 0)), (capture.TakenAt, capture.UtcOffset));
        Assert.Equal(("Canon", "Canon EOS R5", "Canon EOS R5", "RF50mm F1.8 STM"), (capture.Make, capture.Model, capture.Camera, capture.Lens));
        Assert.Equal((0.004, 2.8, 400, 50.0), (capture.ExposureTime, capture.FNumber, capture.Iso, capture.FocalLength));
        Assert.Equal((-33.8583694, -151.2, -12.5), (capture.Latitude, capture.Longitude, capture.Altitude));
    }

    [Theory]
    [InlineData("NIKON CORPORATION", "NIKON D850", "NIKON D850")]
    [InlineData("SONY", "ILCE-7M3", "SONY ILCE-7M3")]
    [InlineData("Apple", null, "Apple")]
    [InlineData(null, "Pixel 8", "Pixel 8")]
    [InlineData(null, null, null)]
    public void A_camera_is_called_by_make_and_model_once(string? make, string? model, string? camera) =>
        Assert.Equal(camera, new ExifCapture { Make = make, Model = model }.Camera);

    [Theory]
    [InlineData("0000:00:00 00:00:00")]
    [InlineData("    :  :     :  :  ")]
    [InlineData("2026:02:30 10:00:00")]
    [InlineData("2026:02:03 24:00:00")]
    [InlineData("2026:02:03")]
    [InlineData("+026:02:03 10:00:00")]
    public void What_is_no_date_is_none(string text) => Assert.Null(ExifTime.Parse(text, null));

    [Theory]
    [InlineData("+02:00", 120)]
    [InlineData("-12:00", -720)]
    [InlineData("Z", 0)]
    [InlineData("+99:00", null)]
    [InlineData("+2:00", null)]
    [InlineData("   :  ", null)]
    public void Offsets_are_those_of_the_earth(string text, int? minutes) =>
        Assert.Equal(minutes, ExifTime.ParseOffset(text)?.TotalMinutes);

    [Fact]
    public void The_date_of_digitizing_counts_where_no_other_is_known()
    {
        var block = new Block();
        block.Exif.Set(0x9003, Ascii, Text("0000:00:00 00:00:00"));
        block.Exif.Set(0x9004, Ascii, Text("2001:02:03 04:05:06"));
        block.Exif.Set(0x9012, Ascii, Text("+01:00"));
        ExifCapture capture = ExifCapture.Read(block.Build());
        Assert.Equal((new DateTime(2001, 2, 3, 4, 5, 6), TimeSpan.FromHours(1)), (capture.TakenAt, capture.UtcOffset));
    }

    [Fact]
    public void A_sensitivity_of_more_than_16_bits_is_in_another_tag()
    {
        var block = new Block();
        block.Exif.Set(0x8827, TiffType.Short, block.Short(65_535));
        block.Exif.Set(0x8832, TiffType.Long, block.Long(102_400));
        Assert.Equal(102_400, ExifCapture.Read(block.Build()).Iso);
    }

    [Fact]
    public void Half_a_position_or_one_beyond_the_poles_is_none()
    {
        Assert.Null(Position("N", [50, 1, 0, 1, 0, 1], null).Latitude);
        Assert.Null(Position("N", [91, 1, 0, 1, 0, 1], "E").Latitude);
        Assert.Null(Position("N", [50, 1, 0, 0, 0, 1], "E").Latitude);
        Assert.Null(Position("?", [50, 1, 0, 1, 0, 1], "E").Latitude);
        Assert.Equal((50.5, 10), (Position("N", [505, 10], "E").Latitude, Position("n", [505, 10], "e").Longitude));

        static ExifCapture Position(string latitudeRef, uint[] latitude, string? longitudeRef)
        {
            var block = new Block();
            block.Gps.Set(1, Ascii, Text(latitudeRef));
            block.Gps.Set(2, TiffType.Rational, block.Rational(latitude));
            if (longitudeRef is not null)
                block.Gps.Set(3, Ascii, Text(longitudeRef));
            block.Gps.Set(4, TiffType.Rational, block.Rational(10, 1));
            return ExifCapture.Read(block.Build());
        }
    }

    [Fact]
    public void Numbers_without_a_value_are_none()
    {
        var block = new Block();
        block.Exif.Set(0x829A, TiffType.Rational, block.Rational(1, 0));
        block.Exif.Set(0x829D, TiffType.Rational, block.Rational(0, 1));
        block.Exif.Set(0x8827, TiffType.Short, block.Short(0));
        block.Exif.Set(0x920A, Ascii, Text("50"));
        block.Exif.Set(0xA434, Ascii, Text("   "));
        Assert.Equal(ExifCapture.None, ExifCapture.Read(block.Build()));
    }

    [Fact]
    public void Of_several_blocks_the_first_that_says_something_counts()
    {
        Block one = new(), other = new();
        one.Main.Set(0x0110, Ascii, Text("One"));
        other.Main.Set(0x0110, Ascii, Text("Other"));
        other.Exif.Set(0x9003, Ascii, Text("2026:05:04 03:02:01"));
        ExifCapture capture = ExifCapture.Read(one.Build(), other.Build());
        Assert.Equal(("One", new DateTime(2026, 5, 4, 3, 2, 1)), (capture.Model, capture.TakenAt));
    }

    [Fact]
    public void No_change_of_a_block_makes_it_throw_or_say_what_cannot_be()
    {
        byte[] block = Samples.Exif();
        var random = new Random(7);
        for (int round = 0; round < 5000; round++)
        {
            ExifCapture capture = ExifCapture.Read(HostileTests.Mutate(block, random));
            Assert.True(capture.Latitude is null or (>= -90 and <= 90) && capture.Longitude is null or (>= -180 and <= 180));
            Assert.True(capture.ExposureTime is null or > 0 && capture.FNumber is null or >= 0);
        }
    }

    private static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    /// <summary>A block with the three directories that are read.</summary>
    private sealed class Block(bool isBigEndian = false)
    {
        public TiffContent Main { get; } = new();

        public TiffContent Exif { get; } = new();

        public TiffContent Gps { get; } = new();

        public byte[] Short(ushort number) => Ordered(BitConverter.GetBytes(number));

        public byte[] Long(uint number) => Ordered(BitConverter.GetBytes(number));

        public byte[] Rational(params uint[] numbers) => [.. numbers.SelectMany(Long)];

        public byte[] Build()
        {
            Main.Set(0x8769, Exif);
            Main.Set(0x8825, Gps);
            return TiffBuilder.Build(Main, isBigEndian, 65_000);
        }

        private byte[] Ordered(byte[] little) => isBigEndian ? [.. little.Reverse()] : little;
    }
}
