using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Jpeg.Simd;

/// <summary>
/// Removes byte stuffing (ITU T.81, F.1.2.3): 0xFF 0x00 becomes 0xFF, repeated 0xFF are fill bytes, and 0xFF with any
/// other byte is a marker, at which it stops. Between two 0xFF, some 250 bytes apart in a photo, it copies 64 bytes at a
/// time; so a target must have <see cref="Kernels.UnstuffSlack"/> bytes behind its limit.
/// </summary>
internal static unsafe class Unstuffer
{
    private const int Step = Kernels.UnstuffSlack;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static UnstuffResult Run256(byte* source, byte* end, byte* target, byte* limit)
    {
        Vector256<byte> ff = Vector256<byte>.AllBitsSet;
        while (target < limit)
        {
            while (end - source >= Step && target < limit)
            {
                Vector256<byte> a = Vector256.Load(source), b = Vector256.Load(source + 32);
                a.Store(target);
                b.Store(target + 32);
                ulong found = Vector256.Equals(a, ff).ExtractMostSignificantBits()
                    | (ulong)Vector256.Equals(b, ff).ExtractMostSignificantBits() << 32;
                int copied = found == 0 ? Step : BitOperations.TrailingZeroCount(found);
                source += copied;
                target += copied;
                if (found != 0 && !PassStuffing(ref source, end, ref target))
                    return new UnstuffResult(source, target, true);
            }

            if (target < limit && !CopyOne(ref source, end, ref target))
                return new UnstuffResult(source, target, true);
        }

        return new UnstuffResult(source, target, false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static UnstuffResult Run128(byte* source, byte* end, byte* target, byte* limit)
    {
        const int Width = 16;
        Vector128<byte> ff = Vector128<byte>.AllBitsSet;
        while (target < limit)
        {
            while (end - source >= Width && target < limit)
            {
                Vector128<byte> bytes = Vector128.Load(source);
                bytes.Store(target);
                Vector128<byte> equal = Vector128.Equals(bytes, ff);
                bool found = equal != Vector128<byte>.Zero;
                int copied = found ? BitOperations.TrailingZeroCount(equal.ExtractMostSignificantBits()) : Width;
                source += copied;
                target += copied;
                if (found && !PassStuffing(ref source, end, ref target))
                    return new UnstuffResult(source, target, true);
            }

            if (target < limit && !CopyOne(ref source, end, ref target))
                return new UnstuffResult(source, target, true);
        }

        return new UnstuffResult(source, target, false);
    }

    public static UnstuffResult RunScalar(byte* source, byte* end, byte* target, byte* limit)
    {
        while (target < limit)
        {
            if (!CopyOne(ref source, end, ref target))
                return new UnstuffResult(source, target, true);
        }

        return new UnstuffResult(source, target, false);
    }

    private static bool CopyOne(ref byte* source, byte* end, ref byte* target)
    {
        if (source == end)
            return false;
        if (*source == 0xFF)
            return PassStuffing(ref source, end, ref target);
        *target++ = *source++;
        return true;
    }

    /// <summary>At a 0xFF: passes a stuffed or a fill byte, and returns false at a marker or the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool PassStuffing(ref byte* source, byte* end, ref byte* target)
    {
        if (end - source < 2)
        {
            source = end;
            return false;
        }

        switch (source[1])
        {
            case 0:
                *target++ = 0xFF;
                source += 2;
                return true;
            case 0xFF:
                source++;
                return true;
            default:
                return false;
        }
    }
}

/// <summary>
/// How far un-stuffing came: the next byte to read (the 0xFF of a marker, or the end of the source, where a marker
/// stopped it), the next byte to write, and whether a marker or the end of the source stopped it.
/// </summary>
internal readonly unsafe struct UnstuffResult(byte* source, byte* target, bool atMarker)
{
    public byte* Source { get; } = source;

    public byte* Target { get; } = target;

    public bool AtMarker { get; } = atMarker;
}
