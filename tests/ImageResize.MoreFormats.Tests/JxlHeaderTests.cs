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
        Assert.Equal(new JxlHeader(new PixelSize(24, 16), 1, 8, HasAlpha: false, IsGray: false, IsAnimated: false), header);
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
        ];
        Assert.Equal(new JxlHeader(new PixelSize(24, 16), orientation, 10, HasAlpha: true, IsGray: true, IsAnimated: false), JxlHeader.Read(Stream(bits)));
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
