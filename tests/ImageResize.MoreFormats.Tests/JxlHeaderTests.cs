using ImageResize.Imaging;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Sources;
using ImageResize.MoreFormats.Containers;

namespace ImageResize.MoreFormats.Tests;

/// <summary>Heads of JPEG XL code streams, written bit by bit after ISO/IEC 18181-1, annex D.</summary>
public sealed class JxlHeaderTests
{
    /// <summary>A height of 16 in eighths, and the ratio of 3 to 2.</summary>
    private static readonly (uint Value, int Bits)[] Size = [(1, 1), (1, 5), (4, 3)];

    [Fact]
    public void Of_defaults_alone()
    {
        JxlHeader header = JxlHeader.Read(Stream([.. Size, (1, 1)]))!;
        Assert.Equal(new JxlHeader(new PixelSize(24, 16), 1, 8, HasAlpha: false, IsAnimated: false), header);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(8)]
    public void Orientation_grey_and_alpha(int orientation)
    {
        (uint, int)[] bits =
        [
            .. Size, (0, 1),
            (1, 1), ((uint)orientation - 1, 3), (0, 1), (0, 1), (0, 1), // further fields: the orientation, no other size, no preview, no animation
            (0, 1), (1, 2), // whole numbers of 10 bits
            (1, 1), (1, 2), (1, 1), // one further channel, of alpha as usual
            (0, 1), (0, 1), (0, 1), (1, 2), // colours: not XYB, not the usual ones, no profile, grey
            (1, 2), (0, 1), (2, 2), (11, 4), (1, 2), // the white of D65, no gamma but the curve 13, an intent
        ];
        JxlHeader header = JxlHeader.Read(Stream(bits))!;
        Assert.Equal(new JxlHeader(new PixelSize(24, 16), orientation, 10, HasAlpha: true, IsAnimated: false) { Color = header.Color }, header);
        Assert.True(header.Color is { IsGray: true, IsXyb: false, HasProfile: false });
    }

    [Fact]
    public void The_space_of_the_colours_by_numbers()
    {
        (uint, int)[] head = [.. Size, (0, 1), (0, 1), (0, 1), (0, 2), (0, 1), (0, 2)];
        (uint, int)[] p3 = [(0, 1), (0, 1), (0, 1), (0, 2), (1, 2), (2, 2), (9, 4), (0, 1), (2, 2), (11, 4), (1, 2)];
        JxlColor color = JxlHeader.Read(Stream([.. head, .. p3]))!.Color;
        Assert.Equal(StandardColor.DisplayP3, color.Description.Standard);
        (uint, int)[] pq = [(0, 1), (0, 1), (0, 1), (0, 2), (1, 2), (2, 2), (7, 4), (0, 1), (2, 2), (14, 4), (1, 2)];
        Assert.True(JxlHeader.Read(Stream([.. head, .. pq]))!.Color.Description.IsHdr);
        (uint, int)[] profile = [(1, 1), (0, 1), (1, 1), (0, 2)];
        Assert.True(JxlHeader.Read(Stream([.. head, .. profile]))!.Color is { HasProfile: true, IsXyb: true });
    }

    [Fact]
    public void Adobe_RGB_by_coordinates_and_a_gamma()
    {
        (uint, int)[] Point(int x, int y) => [.. Coordinate(2 * x), .. Coordinate(2 * y)];
        (uint, int)[] Coordinate(int packed) => packed < 524_288 ? [(0, 2), ((uint)packed, 19)] : [(packed < 1_048_576 ? 1u : 2u, 2), (packed < 1_048_576 ? (uint)packed - 524_288 : (uint)packed - 1_048_576, packed < 1_048_576 ? 19 : 20)];
        (uint, int)[] bits =
        [
            .. Size, (0, 1), (0, 1), (0, 1), (0, 2), (0, 1), (0, 2),
            (0, 1), (0, 1), (0, 1), (0, 2), (1, 2), (2, 2), (0, 4), .. Point(640_000, 330_000), .. Point(210_000, 710_000), .. Point(150_000, 60_000),
            (1, 1), (4_547_069, 24), (1, 2),
        ];
        Assert.Equal(StandardColor.AdobeRgb, JxlHeader.Read(Stream(bits))!.Color.Description.Standard);
    }

    [Fact]
    public void The_colours_of_a_press_are_not_supported()
    {
        byte[] stream = Stream([.. Size, (0, 1), (0, 1), (0, 1), (0, 2), (0, 1), (1, 2), (0, 1), (2, 2), (2, 4), (0, 1), (0, 2), (0, 2), (0, 2), (0, 1), (1, 1)]);
        Assert.True(JxlHeader.Read(stream)!.HasBlack);
        Assert.Equal(ImageErrorId.UnsupportedFormat, Assert.Throws<ImageResizeException>(() => FactsReader.Read(new MemorySource(stream), ImageFormat.Jxl)).ErrorId);
    }

    [Fact]
    public void A_head_that_is_cut_off_is_none()
    {
        byte[] stream = Stream([(0, 1), (3, 2), (1000, 30), (0, 3), (3, 2), (2000, 30), (1, 1)]);
        Assert.Equal(new PixelSize(2001, 1001), JxlHeader.Read(stream)!.Size);
        for (int length = 0; length < stream.Length; length++)
            Assert.Null(JxlHeader.Read(stream[..length]));
    }

    private static byte[] Stream((uint Value, int Bits)[] fields)
    {
        bool[] bits = [.. fields.SelectMany(field => Enumerable.Range(0, field.Bits).Select(i => (field.Value >> i & 1) != 0))];
        byte[] stream = [0xFF, 0x0A, .. new byte[(bits.Length + 7) / 8]];
        for (int i = 0; i < bits.Length; i++)
            stream[2 + i / 8] |= (byte)(bits[i] ? 1 << i % 8 : 0);
        return stream;
    }
}
