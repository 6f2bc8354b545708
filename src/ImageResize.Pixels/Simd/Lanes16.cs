using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Pixels.Simd;

/// <summary>Sixteen floats, in 512 bits (AVX-512).</summary>
internal readonly unsafe struct Lanes16 : ISampleLanes<Lanes16>
{
    private readonly Vector512<float> _value;

    private Lanes16(Vector512<float> value)
    {
        _value = value;
    }

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadByte(byte* source) => new(Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(source))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadUInt16(ushort* source) => new(Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector256.Load(source))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadPremultiplied(byte* row, nint index) => Premultiply(LoadByte(row + index)._value, 1 / 255f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadPremultiplied(ushort* row, nint index) => Premultiply(LoadUInt16(row + index)._value, 1 / 65535f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes16 value) => Vector512.Sum(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MultiplyAdd(Lanes16 a, Lanes16 b, Lanes16 c) => new(Vector512.MultiplyAddEstimate(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16 value, float* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes16 Premultiply(Vector512<float> pixels, float unit)
    {
        Vector512<float> factor = Avx512F.Permute4x32(pixels, 0b_11_11_11_11) * Vector512.Create(unit);
        Vector512<float> isAlpha = Vector512.Create(0u, 0, 0, ~0u, 0, 0, 0, ~0u, 0, 0, 0, ~0u, 0, 0, 0, ~0u).AsSingle();
        return new(pixels * Vector512.ConditionalSelect(isAlpha, Vector512<float>.One, factor));
    }
}
