using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Pixels.Simd;

/// <summary>Eight floats in 256 bits. The shuffles are those of x86, so this is chosen only where AVX2 is.</summary>
internal readonly unsafe struct Lanes8(Vector256<float> value) : ILanes<Lanes8>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadInt16(short* source) => new(Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadByte(byte* source) => new(Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadUInt16(ushort* source) => new(Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadPremultiplied(byte* row, nint index) => new(Premultiply(LoadByte(row + index)._value, 1 / 255f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadPremultiplied(ushort* row, nint index) => new(Premultiply(LoadUInt16(row + index)._value, 1 / 65535f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes8 value) => Vector256.Sum(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 left, Lanes8 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 left, Lanes8 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 left, Lanes8 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 MultiplyAdd(Lanes8 a, Lanes8 b, Lanes8 c) =>
        new(Vector256.MultiplyAddEstimate(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 ClampSample(Lanes8 value) =>
        new(Vector256.MinNative(Vector256.MaxNative(value._value, Vector256.Create(-128f)), Vector256.Create(127f)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes8 value, float* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved(Lanes8 a, Lanes8 b, float* target)
    {
        Vector256<float> low = Avx.UnpackLow(a._value, b._value), high = Avx.UnpackHigh(a._value, b._value);
        Avx.Permute2x128(low, high, 0x20).Store(target);
        Avx.Permute2x128(low, high, 0x31).Store(target + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved(Lanes8 a, Lanes8 b, Lanes8 c, Lanes8 d, float* target)
    {
        Vector256<double> abLow = Avx.UnpackLow(a._value, b._value).AsDouble(), abHigh = Avx.UnpackHigh(a._value, b._value).AsDouble();
        Vector256<double> cdLow = Avx.UnpackLow(c._value, d._value).AsDouble(), cdHigh = Avx.UnpackHigh(c._value, d._value).AsDouble();
        Vector256<float> lanes04 = Avx.UnpackLow(abLow, cdLow).AsSingle(), lanes15 = Avx.UnpackHigh(abLow, cdLow).AsSingle();
        Vector256<float> lanes26 = Avx.UnpackLow(abHigh, cdHigh).AsSingle(), lanes37 = Avx.UnpackHigh(abHigh, cdHigh).AsSingle();
        Avx.Permute2x128(lanes04, lanes15, 0x20).Store(target);
        Avx.Permute2x128(lanes26, lanes37, 0x20).Store(target + 8);
        Avx.Permute2x128(lanes04, lanes15, 0x31).Store(target + 16);
        Avx.Permute2x128(lanes26, lanes37, 0x31).Store(target + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint StoreRounded(Lanes8 value, short* target)
    {
        Vector256<int> rounded = Avx.ConvertToVector256Int32(value._value);
        Sse2.PackSignedSaturate(rounded.GetLower(), rounded.GetUpper()).Store(target);
        return ~Vector256.Equals(rounded, Vector256<int>.Zero).ExtractMostSignificantBits() & 0xFF;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePixels(Lanes8 a, Lanes8 b, Lanes8 c, byte* target)
    {
        Vector256<int> third = Avx.ConvertToVector256Int32(c._value);
        Vector256<short> ab = Avx2.PackSignedSaturate(Avx.ConvertToVector256Int32(a._value), Avx.ConvertToVector256Int32(b._value));

        // In each half four samples of a, of b, and twice of c.
        Vector256<byte> samples = Avx2.PackUnsignedSaturate(ab, Avx2.PackSignedSaturate(third, third));
        var order = Vector128.Create((byte)0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11, 255, 255, 255, 255);
        Vector256<byte> pixels = Avx2.Shuffle(samples, Vector256.Create(order, order));
        pixels.GetLower().Store(target);
        pixels.GetUpper().Store(target + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose8x8(float* source, float* target, nint targetStride)
    {
        Vector256<float> r0 = Vector256.Load(source), r1 = Vector256.Load(source + 8);
        Vector256<float> r2 = Vector256.Load(source + 16), r3 = Vector256.Load(source + 24);
        Vector256<float> r4 = Vector256.Load(source + 32), r5 = Vector256.Load(source + 40);
        Vector256<float> r6 = Vector256.Load(source + 48), r7 = Vector256.Load(source + 56);
        Vector256<float> a0 = Avx.UnpackLow(r0, r1), a1 = Avx.UnpackHigh(r0, r1), a2 = Avx.UnpackLow(r2, r3), a3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> a4 = Avx.UnpackLow(r4, r5), a5 = Avx.UnpackHigh(r4, r5), a6 = Avx.UnpackLow(r6, r7), a7 = Avx.UnpackHigh(r6, r7);
        const byte Low = 0x44, High = 0xEE;
        Vector256<float> b0 = Avx.Shuffle(a0, a2, Low), b1 = Avx.Shuffle(a0, a2, High), b2 = Avx.Shuffle(a1, a3, Low), b3 = Avx.Shuffle(a1, a3, High);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, Low), b5 = Avx.Shuffle(a4, a6, High), b6 = Avx.Shuffle(a5, a7, Low), b7 = Avx.Shuffle(a5, a7, High);
        Avx.Permute2x128(b0, b4, 0x20).Store(target);
        Avx.Permute2x128(b1, b5, 0x20).Store(target + targetStride);
        Avx.Permute2x128(b2, b6, 0x20).Store(target + 2 * targetStride);
        Avx.Permute2x128(b3, b7, 0x20).Store(target + 3 * targetStride);
        Avx.Permute2x128(b0, b4, 0x31).Store(target + 4 * targetStride);
        Avx.Permute2x128(b1, b5, 0x31).Store(target + 5 * targetStride);
        Avx.Permute2x128(b2, b6, 0x31).Store(target + 6 * targetStride);
        Avx.Permute2x128(b3, b7, 0x31).Store(target + 7 * targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter8(float* line, int* starts, float* weights, int taps, byte* target)
    {
        Vector256<float> d0 = Dot(line + starts[0], weights, taps), d1 = Dot(line + starts[1], weights + taps, taps);
        Vector256<float> d2 = Dot(line + starts[2], weights + 2 * taps, taps), d3 = Dot(line + starts[3], weights + 3 * taps, taps);
        Vector256<float> d4 = Dot(line + starts[4], weights + 4 * taps, taps), d5 = Dot(line + starts[5], weights + 5 * taps, taps);
        Vector256<float> d6 = Dot(line + starts[6], weights + 6 * taps, taps), d7 = Dot(line + starts[7], weights + 7 * taps, taps);
        Vector256<float> low = Avx.HorizontalAdd(Avx.HorizontalAdd(d0, d1), Avx.HorizontalAdd(d2, d3));
        Vector256<float> high = Avx.HorizontalAdd(Avx.HorizontalAdd(d4, d5), Avx.HorizontalAdd(d6, d7));
        Vector256<float> sums = Avx.Permute2x128(low, high, 0x20) + Avx.Permute2x128(low, high, 0x31) + Vector256.Create(128f);
        Vector256<int> rounded = Avx.ConvertToVector256Int32(sums);
        Vector128<short> narrow = Sse2.PackSignedSaturate(rounded.GetLower(), rounded.GetUpper());
        *(long*)target = Sse2.PackUnsignedSaturate(narrow, narrow).AsInt64().ToScalar();
    }

    /// <summary>Reductions by up to a third need 8 taps, those by up to two and two thirds 16: only larger ones need a loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Dot(float* samples, float* weights, int taps)
    {
        Vector256<float> sum = Vector256.Load(samples) * Vector256.Load(weights);
        if (taps == 8)
            return sum;
        sum = Vector256.MultiplyAddEstimate(Vector256.Load(samples + 8), Vector256.Load(weights + 8), sum);
        for (int tap = 16; tap < taps; tap += 8)
            sum = Vector256.MultiplyAddEstimate(Vector256.Load(samples + tap), Vector256.Load(weights + tap), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Premultiply(Vector256<float> pixels, float unit)
    {
        Vector256<float> factor = Avx.Permute(pixels, 0b_11_11_11_11) * Vector256.Create(unit);
        return pixels * Avx.Blend(factor, Vector256<float>.One, 0b_1000_1000);
    }
}
