using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Tests;

public sealed unsafe class SpanRepetitionTests
{
    private const int Room = 100;

    [Fact]
    public void All_places_get_the_value_and_none_beside_them()
    {
        for (int offset = 0; offset < 18; offset++)
        {
            for (int count = 0; count < 70; count++)
            {
                Same<byte>(0xA7, offset, count, (target, value) => target.Repeat(value));
                Same<sbyte>(-3, offset, count, (target, value) => target.Repeat(value));
                Same<ushort>(0x1234, offset, count, (target, value) => { fixed (ushort* start = target) SpanRepetition.Repeat(start, target.Length, value); });
                Same(0x8765_4321, offset, count, (target, value) => { fixed (uint* start = target) SpanRepetition.Repeat(start, target.Length, value); });
            }
        }
    }

    private static void Same<T>(T value, int offset, int count, Action<Span<T>, T> fill)
        where T : struct
    {
        T[] expected = new T[Room], filled = new T[Room];
        expected.AsSpan(offset, count).Fill(value);
        fill(filled.AsSpan(offset, count), value);
        Assert.Equal(expected, filled);
    }
}
