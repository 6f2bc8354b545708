namespace ImageResize.Pixels.Simd;

/// <summary>One float: the scalar form of every kernel, for processors without vectors and to compare the others with.</summary>
internal readonly unsafe struct Lanes1(float value) : ILanes<Lanes1>
{
    private readonly float _value = value;

    public static int Count => 1;

    public static Lanes1 Broadcast(float value) => new(value);

    public static Lanes1 Load(float* source) => new(*source);

    public static Lanes1 LoadInt16(short* source) => new(*source);

    public static Lanes1 LoadByte(byte* source) => new(*source);

    public static Lanes1 LoadUInt16(ushort* source) => new(*source);

    public static Lanes1 LoadPremultiplied(byte* row, nint index) =>
        new((index & 3) == 3 ? row[index] : row[index] * (row[index | 3] * (1 / 255f)));

    public static Lanes1 LoadPremultiplied(ushort* row, nint index) =>
        new((index & 3) == 3 ? row[index] : row[index] * (row[index | 3] * (1 / 65535f)));

    public static float Sum(Lanes1 value) => value._value;

    public static Lanes1 operator +(Lanes1 left, Lanes1 right) => new(left._value + right._value);

    public static Lanes1 operator -(Lanes1 left, Lanes1 right) => new(left._value - right._value);

    public static Lanes1 operator *(Lanes1 left, Lanes1 right) => new(left._value * right._value);

    public static Lanes1 MultiplyAdd(Lanes1 a, Lanes1 b, Lanes1 c) => new(a._value * b._value + c._value);

    public static Lanes1 ClampSample(Lanes1 value) => new(Math.Clamp(value._value, -128, 127));

    public static void Store(Lanes1 value, float* target) => *target = value._value;

    public static void StoreInterleaved(Lanes1 a, Lanes1 b, float* target)
    {
        target[0] = a._value;
        target[1] = b._value;
    }

    public static void StoreInterleaved(Lanes1 a, Lanes1 b, Lanes1 c, Lanes1 d, float* target)
    {
        target[0] = a._value;
        target[1] = b._value;
        target[2] = c._value;
        target[3] = d._value;
    }

    public static uint StoreRounded(Lanes1 value, short* target)
    {
        *target = (short)MathF.Round(value._value);
        return *target != 0 ? 1u : 0u;
    }

    public static void StorePixels(Lanes1 a, Lanes1 b, Lanes1 c, byte* target)
    {
        target[0] = ToByte(a._value);
        target[1] = ToByte(b._value);
        target[2] = ToByte(c._value);
    }

    public static void Transpose8x8(float* source, float* target, nint targetStride)
    {
        for (int row = 0; row < 8; row++)
        {
            for (int column = 0; column < 8; column++)
                target[column * targetStride + row] = source[row * 8 + column];
        }
    }

    public static void Filter8(float* line, int* starts, float* weights, int taps, byte* target)
    {
        for (int i = 0; i < 8; i++, weights += taps)
        {
            float* samples = line + starts[i];
            float sum = 128;
            for (int tap = 0; tap < taps; tap++)
                sum += samples[tap] * weights[tap];
            target[i] = ToByte(sum);
        }
    }

    private static byte ToByte(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);
}
