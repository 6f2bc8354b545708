using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Tiff.Samples;

/// <summary>How samples are added, without regard to what overflows.</summary>
internal unsafe interface ISampleSums
{
    /// <summary>Adds the samples of two vectors.</summary>
    static abstract Vector128<byte> Add(Vector128<byte> one, Vector128<byte> other);

    /// <summary>Adds a sample to another.</summary>
    static abstract void Add(byte* one, byte* other);
}

/// <summary>Samples of 8 bits.</summary>
internal readonly unsafe struct ByteSums : ISampleSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Add(Vector128<byte> one, Vector128<byte> other) => one + other;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(byte* one, byte* other) => *one += *other;
}

/// <summary>Samples of 16 bits in the byte order of the machine.</summary>
internal readonly unsafe struct WordSums : ISampleSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Add(Vector128<byte> one, Vector128<byte> other) => (one.AsUInt16() + other.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(byte* one, byte* other) => *(ushort*)one += *(ushort*)other;
}
