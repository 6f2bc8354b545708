using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Pixels.Simd;

/// <summary>Four floats in 128 bits: x86 from SSE2 on, and ARM.</summary>
internal readonly unsafe struct Lanes4(Vector128<float> value) : ILanes<Lanes4>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadInt16(short* source)
    {
        Vector128<short> four = Vector128.CreateScalarUnsafe(*(long*)source).AsInt16();
        return new(Vector128.ConvertToSingle(Vector128.WidenLower(four)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadByte(byte* source)
    {
        Vector128<byte> four = Vector128.CreateScalarUnsafe(*(uint*)source).AsByte();
        return new(Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(four)).AsInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadUInt16(ushort* source) =>
        new(Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsUInt16()).AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadPremultiplied(byte* row, nint index) => new(Premultiply(LoadByte(row + index)._value, 1 / 255f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadPremultiplied(ushort* row, nint index) => new(Premultiply(LoadUInt16(row + index)._value, 1 / 65535f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes4 value) => Vector128.Sum(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 left, Lanes4 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 left, Lanes4 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 left, Lanes4 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MultiplyAdd(Lanes4 a, Lanes4 b, Lanes4 c) =>
        new(Vector128.MultiplyAddEstimate(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ClampSample(Lanes4 value) =>
        new(Vector128.MinNative(Vector128.MaxNative(value._value, Vector128.Create(-128f)), Vector128.Create(127f)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes4 value, float* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved(Lanes4 a, Lanes4 b, float* target)
    {
        InterleaveLow(a._value, b._value).Store(target);
        InterleaveHigh(a._value, b._value).Store(target + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved(Lanes4 a, Lanes4 b, Lanes4 c, Lanes4 d, float* target) =>
        StoreTransposed(a._value, b._value, c._value, d._value, target, 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint StoreRounded(Lanes4 value, short* target)
    {
        Vector128<int> rounded = Vector128.ConvertToInt32(Vector128.Round(value._value));
        Vector128<short> narrow = Vector128.Narrow(rounded, rounded);
        *(long*)target = narrow.AsInt64().ToScalar();
        return ~Vector128.Equals(rounded, Vector128<int>.Zero).ExtractMostSignificantBits() & 15;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePixels(Lanes4 a, Lanes4 b, Lanes4 c, byte* target)
    {
        Vector128<ushort> ab = Vector128.Narrow(ToSamples(a._value), ToSamples(b._value));
        Vector128<ushort> cc = Vector128.Narrow(ToSamples(c._value), Vector128<uint>.Zero);
        Vector128.Shuffle(Vector128.Narrow(ab, cc), Vector128.Create((byte)0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11, 255, 255, 255, 255)).Store(target);
    }

    public static void Transpose8x8(float* source, float* target, nint targetStride)
    {
        for (int row = 0; row < 8; row += 4)
        {
            for (int column = 0; column < 8; column += 4)
            {
                float* tile = source + row * 8 + column;
                StoreTransposed(
                    Vector128.Load(tile), Vector128.Load(tile + 8), Vector128.Load(tile + 16), Vector128.Load(tile + 24),
                    target + column * targetStride + row, targetStride);
            }
        }
    }

    public static void Filter8(float* line, int* starts, float* weights, int taps, byte* target)
    {
        Vector128<int> low = Filter4(line, starts, weights, taps), high = Filter4(line, starts + 4, weights + 4 * taps, taps);
        Vector128<short> limited = Vector128.Min(Vector128.Max(Vector128.Narrow(low, high), Vector128<short>.Zero), Vector128.Create((short)255));
        *(ulong*)target = Vector128.Narrow(limited.AsUInt16(), limited.AsUInt16()).AsUInt64().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Filter4(float* line, int* starts, float* weights, int taps)
    {
        Vector128<float> a = Dot(line + starts[0], weights, taps), b = Dot(line + starts[1], weights + taps, taps);
        Vector128<float> c = Dot(line + starts[2], weights + 2 * taps, taps), d = Dot(line + starts[3], weights + 3 * taps, taps);
        // Sums of four vectors at once: transpose, and add the columns.
        Vector128<float> ab = InterleaveLow(a, b) + InterleaveHigh(a, b), cd = InterleaveLow(c, d) + InterleaveHigh(c, d);
        Vector128<float> sums = Vector128.Create(ab.GetLower(), cd.GetLower()) + Vector128.Create(ab.GetUpper(), cd.GetUpper());
        return Vector128.ConvertToInt32(Vector128.Round(sums + Vector128.Create(128f)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Dot(float* samples, float* weights, int taps)
    {
        Vector128<float> even = Vector128<float>.Zero, odd = even;
        for (int tap = 0; tap < taps; tap += 8)
        {
            even = Vector128.MultiplyAddEstimate(Vector128.Load(samples + tap), Vector128.Load(weights + tap), even);
            odd = Vector128.MultiplyAddEstimate(Vector128.Load(samples + tap + 4), Vector128.Load(weights + tap + 4), odd);
        }

        return even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTransposed(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, float* target, nint stride)
    {
        Vector128<float> acLow = InterleaveLow(a, c), acHigh = InterleaveHigh(a, c);
        Vector128<float> bdLow = InterleaveLow(b, d), bdHigh = InterleaveHigh(b, d);
        InterleaveLow(acLow, bdLow).Store(target);
        InterleaveHigh(acLow, bdLow).Store(target + stride);
        InterleaveLow(acHigh, bdHigh).Store(target + 2 * stride);
        InterleaveHigh(acHigh, bdHigh).Store(target + 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Premultiply(Vector128<float> pixel, float unit)
    {
        Vector128<float> factor = Vector128.Shuffle(pixel, Vector128.Create(3)) * Vector128.Create(unit);
        return pixel * Vector128.ConditionalSelect(Vector128.Create(0, 0, 0, -1).AsSingle(), Vector128<float>.One, factor);
    }

    /// <summary>Rounded and limited to 0 to 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ToSamples(Vector128<float> value) => Vector128.ConvertToInt32(Vector128.Round(
        Vector128.MinNative(Vector128.MaxNative(value, Vector128<float>.Zero), Vector128.Create(255f)))).AsUInt32();

    /// <summary>a0 b0 a1 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
            return Sse.UnpackLow(a, b);
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.ZipLow(a, b);
        return Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    /// <summary>a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
            return Sse.UnpackHigh(a, b);
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.ZipHigh(a, b);
        return Vector128.Create(a[2], b[2], a[3], b[3]);
    }
}
