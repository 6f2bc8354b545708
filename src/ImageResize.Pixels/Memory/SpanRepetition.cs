using System.Runtime.Intrinsics;

namespace ImageResize.Pixels.Memory;

/// <summary>
/// Fills memory with one value. <see cref="Span{T}.Fill"/> and what fills bytes by the block work with vectors whose length is not stated, so that they
/// are not compiled ahead of time: until the runtime's compiler comes to them, half a minute into a run, they are slow.
/// </summary>
internal static unsafe class SpanRepetition
{
    /// <summary>Fills a span.</summary>
    public static void Repeat(this Span<byte> target, byte value)
    {
        fixed (byte* start = target)
            RepeatEight(start, target.Length, value * 0x0101_0101_0101_0101UL);
    }

    /// <summary>Fills a span.</summary>
    public static void Repeat(this Span<sbyte> target, sbyte value)
    {
        fixed (sbyte* start = target)
            RepeatEight((byte*)start, target.Length, (byte)value * 0x0101_0101_0101_0101UL);
    }

    /// <summary>Writes a value to so many places.</summary>
    public static void Repeat(ushort* target, int count, ushort value) => RepeatEight((byte*)target, (nint)count * sizeof(ushort), value * 0x0001_0001_0001_0001UL);

    /// <summary>Writes a value to so many places.</summary>
    public static void Repeat(uint* target, int count, uint value) => RepeatEight((byte*)target, (nint)count * sizeof(uint), value * 0x0000_0001_0000_0001UL);

    /// <summary>Writes eight bytes again and again, the lowest first.</summary>
    private static void RepeatEight(byte* target, nint length, ulong bytes)
    {
        byte* end = target + length;
        Vector128<ulong> twice = Vector128.Create(bytes);
        for (; end - target >= Vector128<byte>.Count; target += Vector128<byte>.Count)
            *(Vector128<ulong>*)target = twice;
        for (int shift = 0; target < end; target++, shift = shift + 8 & 63)
            *target = (byte)(bytes >> shift);
    }
}
