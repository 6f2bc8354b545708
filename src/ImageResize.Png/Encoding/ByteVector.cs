using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Png.Encoding;

/// <summary>Bytes that are computed together: 16, on any processor that has vectors, or 32 with AVX2.</summary>
internal unsafe interface IByteVector<TSelf>
    where TSelf : struct, IByteVector<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(byte* source);

    static abstract void Store(TSelf value, byte* target);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    static abstract TSelf Min(TSelf left, TSelf right);

    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>All bits of a byte where both are equal, else none.</summary>
    static abstract TSelf Equal(TSelf left, TSelf right);

    /// <summary>One where the mask has all bits, the other where it has none.</summary>
    static abstract TSelf Select(TSelf mask, TSelf one, TSelf other);

    /// <summary>Half the sum, rounded down.</summary>
    static abstract TSelf Average(TSelf left, TSelf right);

    /// <summary>Adds to sums, numbers of 64 bits, the bytes of a value, each taken as a number from -128 to 127, without their signs.</summary>
    static abstract TSelf AddMagnitudes(TSelf sums, TSelf value);

    /// <summary>All sums together.</summary>
    static abstract long Total(TSelf sums);
}

internal readonly unsafe struct ByteVector16(Vector128<byte> value) : IByteVector<ByteVector16>
{
    private readonly Vector128<byte> _value = value;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector16 Load(byte* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ByteVector16 value, byte* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector16 operator +(ByteVector16 left, ByteVector16 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector16 operator -(ByteVector16 left, ByteVector16 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector16 operator |(ByteVector16 left, ByteVector16 right) => new(left._value | right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector16 Min(ByteVector16 left, ByteVector16 right) => new(Vector128.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector16 Max(ByteVector16 left, ByteVector16 right) => new(Vector128.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector16 Equal(ByteVector16 left, ByteVector16 right) => new(Vector128.Equals(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector16 Select(ByteVector16 mask, ByteVector16 one, ByteVector16 other) =>
        new(Vector128.ConditionalSelect(mask._value, one._value, other._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector16 Average(ByteVector16 left, ByteVector16 right) =>
        new((left._value & right._value) + (((left._value ^ right._value) >>> 1) & Vector128.Create((byte)0x7F)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector16 AddMagnitudes(ByteVector16 sums, ByteVector16 value)
    {
        Vector128<byte> magnitudes = Vector128.Min(value._value, Vector128<byte>.Zero - value._value);
        if (Sse2.IsSupported)
            return new((sums._value.AsInt64() + Sse2.SumAbsoluteDifferences(magnitudes, Vector128<byte>.Zero).AsInt64()).AsByte());
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(magnitudes);
        return new((sums._value.AsInt64() + Vector128.CreateScalar((long)Vector128.Sum(low + high))).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Total(ByteVector16 sums) => Vector128.Sum(sums._value.AsInt64());
}

/// <summary>32 bytes, chosen only where AVX2 is.</summary>
internal readonly unsafe struct ByteVector32(Vector256<byte> value) : IByteVector<ByteVector32>
{
    private readonly Vector256<byte> _value = value;

    public static int Count => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector32 Load(byte* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ByteVector32 value, byte* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector32 operator +(ByteVector32 left, ByteVector32 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector32 operator -(ByteVector32 left, ByteVector32 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector32 operator |(ByteVector32 left, ByteVector32 right) => new(left._value | right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector32 Min(ByteVector32 left, ByteVector32 right) => new(Vector256.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector32 Max(ByteVector32 left, ByteVector32 right) => new(Vector256.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector32 Equal(ByteVector32 left, ByteVector32 right) => new(Vector256.Equals(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector32 Select(ByteVector32 mask, ByteVector32 one, ByteVector32 other) =>
        new(Vector256.ConditionalSelect(mask._value, one._value, other._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector32 Average(ByteVector32 left, ByteVector32 right) =>
        new(Avx2.Average(left._value, right._value) - ((left._value ^ right._value) & Vector256<byte>.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteVector32 AddMagnitudes(ByteVector32 sums, ByteVector32 value)
    {
        Vector256<byte> magnitudes = Avx2.Abs(value._value.AsSByte());
        return new((sums._value.AsInt64() + Avx2.SumAbsoluteDifferences(magnitudes, Vector256<byte>.Zero).AsInt64()).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Total(ByteVector32 sums) => Vector256.Sum(sums._value.AsInt64());
}
