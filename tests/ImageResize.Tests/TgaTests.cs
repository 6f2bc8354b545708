using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>A TGA says at which corner its first pixel lies.</summary>
public sealed class TgaTests(EngineSession session) : ModuleTest(session)
{
    /// <param name="descriptor">The header's byte: 0x20 for rows from the top, 0x10 for rows from the right.</param>
    [Theory]
    [InlineData(0x00)]
    [InlineData(0x10)]
    [InlineData(0x20)]
    [InlineData(0x30)]
    public void Every_origin_comes_out_upright(byte descriptor)
    {
        const int Width = 40, Height = 30;
        (byte Red, byte Green, byte Blue)[] corners = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)];
        byte[] file = new byte[18 + Width * Height * 3];
        file[2] = 2;
        (file[12], file[14], file[16], file[17]) = (Width, Height, 24, descriptor);
        for (int row = 0; row < Height; row++)
            for (int column = 0; column < Width; column++)
            {
                int y = (descriptor & 0x20) != 0 ? row : Height - 1 - row, x = (descriptor & 0x10) != 0 ? Width - 1 - column : column;
                (byte red, byte green, byte blue) = (x < Width / 2, y < Height / 2) switch
                {
                    (true, true) => corners[0],
                    (false, true) => corners[1],
                    (false, false) => corners[2],
                    _ => corners[3],
                };
                (file[18 + (row * Width + column) * 3], file[19 + (row * Width + column) * 3], file[20 + (row * Width + column) * 3]) = (blue, green, red);
            }

        File.WriteAllBytes(In("a.tga"), file);
        Assert.Empty(Resize("-Size 20").Errors);
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.Equal((20, 15), (picture.Width, picture.Height));
        Assert.True(picture.At(0.25, 0.25).IsNear(new Rgb(255, 0, 0), 10));
        Assert.True(picture.At(0.75, 0.25).IsNear(new Rgb(0, 255, 0), 10));
        Assert.True(picture.At(0.75, 0.75).IsNear(new Rgb(0, 0, 255), 10));
        Assert.True(picture.At(0.25, 0.75).IsNear(new Rgb(255, 255, 0), 10));
    }
}
