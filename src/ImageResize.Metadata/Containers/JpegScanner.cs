using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>Finds markers in a JPEG file without decoding (ITU T.81, B.1.1.2).</summary>
internal static class JpegScanner
{
    private const int Step = 65_536;

    /// <summary>The next marker: its code, and as result the place behind it. At the end of the data that is an end of image.</summary>
    public static long FindMarker(ByteSource source, long position, out byte code)
    {
        Span<byte> window = stackalloc byte[64];
        bool isPrefixed = false;
        while (true)
        {
            int count = source.Read(position, window);
            if (count == 0)
            {
                code = Marker.Eoi;
                return position;
            }

            for (int i = 0; i < count; i++)
            {
                byte value = window[i];
                if (isPrefixed && value is not (0 or 0xFF))
                {
                    code = value;
                    return position + i + 1;
                }

                isPrefixed = value == 0xFF;
            }

            position += count;
        }
    }

    /// <summary>The place behind the end-of-image marker, over all scans and the tables between them; -1 where it is missing.</summary>
    /// <param name="source">The file.</param>
    /// <param name="position">Behind the code of the first scan's marker.</param>
    public static long FindEnd(ByteSource source, long position) => FindEnd(source, position, out _);

    /// <inheritdoc cref="FindEnd(ByteSource, long)"/>
    /// <param name="source">The file.</param>
    /// <param name="position">Behind the code of the first scan's marker.</param>
    /// <param name="hasMetadata">Whether there are application segments or comments between the scans, where nobody looks for them.</param>
    public static long FindEnd(ByteSource source, long position, out bool hasMetadata)
    {
        hasMetadata = false;
        position = SkipSegment(source, position);
        byte[]? buffer = null;
        while (position >= 0 && position < source.Length)
        {
            ReadOnlySpan<byte> data = source.Look(position, Step, ref buffer);
            int at = FindCode(data);
            if (at < 0)
            {
                // One byte is looked at again: it may be the first of a marker.
                if (position + data.Length >= source.Length)
                    return -1;
                position += data.Length - 1;
                continue;
            }

            byte code = data[at];
            position += at + 1;
            if (code == Marker.Eoi)
                return position;
            hasMetadata |= code is >= Marker.App0 and <= Marker.App0 + 15 or Marker.Com;
            if (!Marker.StandsAlone(code))
                position = SkipSegment(source, position);
        }

        return -1;
    }

    /// <summary>Where the code of a marker is that ends entropy-coded data, or -1.</summary>
    /// <remarks>Goes over every byte of every JPEG file, and is optimised at once: code that is compiled ahead of time calls what this inlines.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FindCode(ReadOnlySpan<byte> data)
    {
        // One byte of 256 is 0xFF, and a zero follows: the pairs that are something else are looked for.
        ref byte start = ref MemoryMarshal.GetReference(data);
        int at = 0;
        for (; at + 2 * Vector128<byte>.Count < data.Length; at += 2 * Vector128<byte>.Count)
        {
            Vector128<byte> first = PairsAt(ref start, at), second = PairsAt(ref start, at + Vector128<byte>.Count);
            if ((first | second) == Vector128<byte>.Zero)
                continue;
            for (uint pairs = first.ExtractMostSignificantBits() | second.ExtractMostSignificantBits() << Vector128<byte>.Count; pairs != 0; pairs &= pairs - 1)
                if (EndsData(data[at + BitOperations.TrailingZeroCount(pairs) + 1]))
                    return at + BitOperations.TrailingZeroCount(pairs) + 1;
        }

        for (; at + 1 < data.Length; at++)
            if (data[at] == 0xFF && EndsData(data[at + 1]))
                return at + 1;
        return -1;
    }

    /// <summary>Which of the 16 bytes at a place are 0xFF and have no zero behind. The caller knows that 17 are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> PairsAt(ref byte start, int at) => Vector128.AndNot(
        Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)at), Vector128<byte>.AllBitsSet),
        Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)at + 1), Vector128<byte>.Zero));

    private static bool EndsData(byte code) => code is not (0 or 0xFF or Marker.Tem) && !Marker.IsRestart(code);

    private static long SkipSegment(ByteSource source, long position)
    {
        Span<byte> length = stackalloc byte[2];
        return source.TryRead(position, length) && BinaryPrimitives.ReadUInt16BigEndian(length) >= 2
            ? position + BinaryPrimitives.ReadUInt16BigEndian(length)
            : -1;
    }
}
