using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Tiff.Samples;

/// <summary>Brings samples of 16 bits into the byte order of the machine.</summary>
internal static unsafe class ByteOrder
{
    /// <summary>Swaps the bytes of samples in place.</summary>
    /// <param name="samples">The first; nothing behind the last is read or written.</param>
    /// <param name="length">Their bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Swap(byte* samples, int length)
    {
        int x = 0;
        for (; x <= length - Vector128<byte>.Count; x += Vector128<byte>.Count)
            Vector128.Shuffle(Vector128.Load(samples + x), Vector128.Create((byte)1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)).Store(samples + x);
        for (; x < length; x += sizeof(ushort))
            *(ushort*)(samples + x) = BinaryPrimitives.ReverseEndianness(*(ushort*)(samples + x));
    }
}
