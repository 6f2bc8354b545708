using System.Runtime.CompilerServices;
using ImageResize.Jpeg.Markers;

namespace ImageResize.Jpeg.Encoding;

/// <summary>
/// From the transposed order of the forward DCT's output to the zig-zag sequence. Most coefficients of a block are zero,
/// so not the coefficients are put in order but the bits that say which are not zero: eight look-ups, one for each byte
/// of the mask, and only for bytes that are not zero.
/// </summary>
internal static class TransposedOrder
{
    private static readonly ulong[] ZigZagBits = CreateZigZagBits();

    /// <summary>From the place in the zig-zag sequence to that in the block.</summary>
    public static readonly byte[] FromZigZag = CreateFromZigZag();

    /// <summary>A mask of places in the block as one of places in the zig-zag sequence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ToZigZag(ulong mask)
    {
        ulong result = 0;
        ulong[] bits = ZigZagBits;
        for (int column = 0; mask != 0; column += 256, mask >>= 8)
            result |= bits[column + (int)(mask & 255)];
        return result;
    }

    private static byte[] CreateFromZigZag()
    {
        var places = new byte[64];
        for (int k = 0; k < 64; k++)
            places[k] = (byte)((ZigZag.ToNatural[k] & 7) * 8 + (ZigZag.ToNatural[k] >> 3));
        return places;
    }

    private static ulong[] CreateZigZagBits()
    {
        var bits = new ulong[8 * 256];
        byte[] places = CreateFromZigZag();
        for (int k = 0; k < 64; k++)
        {
            int column = places[k] >> 3, bit = 1 << (places[k] & 7);
            for (int value = 0; value < 256; value++)
            {
                if ((value & bit) != 0)
                    bits[column * 256 + value] |= 1UL << k;
            }
        }

        return bits;
    }
}
