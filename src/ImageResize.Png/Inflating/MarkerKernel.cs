using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Png.Inflating;

/// <summary>
/// <see cref="InflateKernel"/> for a stream whose 32 KB before the output are not known yet: into symbols of 16 bits, below 256 a byte, and from there on a
/// marker, which names a byte of the unknown window by its place. Copying a match copies its markers (pugz). Most of a photo's are gone after a few hundred
/// kilobytes, so this one is kept plain.
/// </summary>
internal static unsafe class MarkerKernel
{
    /// <summary>Symbols behind the limit of the output that may be written.</summary>
    public const int OutputMargin = InflateKernel.OutputMargin;

    /// <summary>The marker of the first byte of the window.</summary>
    public const int FirstMarker = 256;

    private const int MaxDistanceBits = 28;

    /// <summary>Decodes until the block ends (Done), the output reaches its limit, or the input comes near its end (NeedsInput).</summary>
    /// <param name="state">The input.</param>
    /// <param name="literals">The codes of literals and lengths.</param>
    /// <param name="distances">Those of distances.</param>
    /// <param name="window">The first symbol that matches may refer to.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="limit">Where to stop.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static InflateStatus Run(ref InflateState state, uint* literals, uint* distances, ushort* window, ref ushort* target, ushort* limit)
    {
        const uint rootMask = (1 << InflateTable.LiteralRootBits) - 1, distanceMask = (1 << InflateTable.DistanceRootBits) - 1;
        byte* input = state.Next, inputLimit = state.End - InflateKernel.InputMargin;
        ushort* output = target;
        ulong bits = state.Bits;
        uint count = (uint)state.Count;
        InflateStatus status;
        while (true)
        {
            if (output >= limit)
            {
                status = InflateStatus.OutputFull;
                break;
            }

            if (input > inputLimit)
            {
                status = InflateStatus.NeedsInput;
                break;
            }

            InflateKernel.Refill(ref input, ref bits, ref count);
            uint entry = literals[bits & rootMask];
            ulong before = bits;
            bits >>= (int)entry;
            count -= entry;
            if ((int)entry < 0)
            {
                output = PutLiterals(output, entry);
                // 45 bits are left at least.
                entry = literals[bits & rootMask];
                before = bits;
                bits >>= (int)entry;
                count -= entry;
                if ((int)entry < 0)
                {
                    output = PutLiterals(output, entry);
                    continue;
                }
            }

            if ((entry & InflateEntry.Exceptional) != 0)
            {
                if ((entry & InflateEntry.SecondTable) != 0)
                {
                    entry = literals[(entry >> InflateEntry.BaseShift) + InflateState.Low(bits, InflateKernel.CodeBits(entry))];
                    before = bits;
                    bits >>= (int)entry;
                    count -= entry;
                    if ((int)entry < 0)
                    {
                        output = PutLiterals(output, entry);
                        continue;
                    }
                }

                if ((entry & InflateEntry.Exceptional) != 0)
                {
                    status = InflateKernel.EndOf(entry);
                    break;
                }
            }

            // The literal before a length, if there is one.
            *output = (byte)(entry >> InflateEntry.BytesShift);
            output += entry >> InflateEntry.LeadingShift & 1;
            uint length = (entry >> InflateEntry.BaseShift & InflateEntry.LengthMask) + InflateKernel.LengthExtra(before, entry);
            if ((count & InflateEntry.BitsMask) < MaxDistanceBits)
                InflateKernel.Refill(ref input, ref bits, ref count);
            entry = distances[bits & distanceMask];
            if ((entry & InflateEntry.SecondTable) != 0)
            {
                bits >>= InflateTable.DistanceRootBits;
                count -= InflateTable.DistanceRootBits;
                entry = distances[(entry >> InflateEntry.BaseShift) + InflateState.Low(bits, InflateKernel.CodeBits(entry))];
            }

            before = bits;
            bits >>= (int)entry;
            count -= entry;
            uint distance = (entry >> InflateEntry.BaseShift) + InflateKernel.Extra(before, entry);
            if ((entry & InflateEntry.Exceptional) != 0 || distance - 1 >= (nuint)(output - window))
            {
                status = InflateStatus.Invalid;
                break;
            }

            CopyMatch(output, distance, length);
            output += length;
        }

        state.Next = input;
        state.Bits = bits;
        state.Count = (int)(count & 63);
        target = output;
        return status;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort* PutLiterals(ushort* output, uint entry)
    {
        uint bytes = entry >> InflateEntry.BytesShift;
        *(uint*)output = (bytes & 0xFF) | (bytes & 0xFF00) << 8;
        return output + (entry >> InflateEntry.CountShift & 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyMatch(ushort* output, uint distance, uint length)
    {
        ushort* source = output - distance, end = output + length;
        if (distance >= 8)
        {
            do
            {
                Vector128.Load(source).Store(output);
                source += 8;
                output += 8;
            }
            while (output < end);
        }
        else if (distance == 1)
        {
            Vector128<ushort> symbol = Vector128.Create(*source);
            do
            {
                symbol.Store(output);
                output += 8;
            }
            while (output < end);
        }
        else
        {
            while (output < end)
                *output++ = *source++;
        }
    }
}
