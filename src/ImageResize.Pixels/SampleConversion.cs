using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Pixels;

/// <summary>
/// Lines of floats to samples, the last step of resampling: colours are divided by alpha or laid on a background, brought to the
/// range of the target, limited and rounded, once. Four pixels at a time; so a line is read, and a row written, up to three pixels
/// beyond its end.
/// </summary>
/// <param name="source">The format whose samples the floats have the range of; with alpha, colours are premultiplied.</param>
/// <param name="target">The format of the rows; of one channel where the source is, without alpha where a background is given.</param>
/// <param name="background">Red, green and blue, 8 bits each, to lay pixels on that are not opaque.</param>
internal readonly unsafe struct SampleConversion(PixelFormat source, PixelFormat target, (byte Red, byte Green, byte Blue) background)
{
    private readonly float _sourceMax = source.MaxSample;
    private readonly float _scale = (float)target.MaxSample / source.MaxSample;
    private readonly float _targetMax = target.MaxSample;

    /// <summary>Floats of a pixel in the lines.</summary>
    public int FloatsPerPixel => source.Channels == 1 ? 1 : 4;

    /// <summary>Converts one line.</summary>
    public void Run(float* line, byte* row, int width)
    {
        if (source.Channels == 1)
            RunGray(line, row, width);
        else if (!source.HasAlpha)
            Run<NoAlpha>(line, row, width);
        else if (target.HasAlpha)
            Run<KeepAlpha>(line, row, width);
        else
            Run<Flatten>(line, row, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> WithoutFourth(Vector128<byte> pixels) =>
        Vector128.Shuffle(pixels, Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TRule>(float* line, byte* row, int width)
        where TRule : struct, IAlphaRule
    {
        var constants = new Constants(
            _sourceMax, Vector128.Create(background.Red, background.Green, background.Blue, 0f) * Vector128.Create(_sourceMax / 255f));
        Vector128<float> scale = Vector128.Create(_scale), limit = Vector128.Create(_targetMax);
        bool isWide = target.BytesPerSample == 2;
        int step = 4 * target.BytesPerPixel;
        for (int x = 0; x < width; x += 4, line += 16, row += step)
        {
            Vector128<float> first = Vector128.Load(line), second = Vector128.Load(line + 4);
            Vector128<float> third = Vector128.Load(line + 8), fourth = Vector128.Load(line + 12);
            // One division for all four.
            Vector128<float> factors = TRule.Factors(first, second, third, fourth, constants);
            Vector128<int> a = Round(TRule.Apply(first, Vector128.Shuffle(factors, Vector128<int>.Zero), constants), scale, limit);
            Vector128<int> b = Round(TRule.Apply(second, Vector128.Shuffle(factors, Vector128<int>.One), constants), scale, limit);
            Vector128<int> c = Round(TRule.Apply(third, Vector128.Shuffle(factors, Vector128.Create(2)), constants), scale, limit);
            Vector128<int> d = Round(TRule.Apply(fourth, Vector128.Shuffle(factors, Vector128.Create(3)), constants), scale, limit);
            Vector128<ushort> ab = Vector128.Narrow(a.AsUInt32(), b.AsUInt32()), cd = Vector128.Narrow(c.AsUInt32(), d.AsUInt32());
            if (isWide && target.HasAlpha)
            {
                ab.Store((ushort*)row);
                cd.Store((ushort*)row + 8);
            }
            else if (isWide)
            {
                *(ulong*)row = ab.AsUInt64()[0];
                *(ulong*)(row + 6) = ab.AsUInt64()[1];
                *(ulong*)(row + 12) = cd.AsUInt64()[0];
                *(ulong*)(row + 18) = cd.AsUInt64()[1];
            }
            else
            {
                Vector128<byte> pixels = Vector128.Narrow(ab, cd);
                (target.HasAlpha ? pixels : WithoutFourth(pixels)).Store(row);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunGray(float* line, byte* row, int width)
    {
        Vector128<float> scale = Vector128.Create(_scale), limit = Vector128.Create(_targetMax);
        for (int x = 0; x < width; x += 4, line += 4)
        {
            Vector128<int> value = Round(Vector128.Load(line), scale, limit);
            Vector128<ushort> narrow = Vector128.Narrow(value.AsUInt32(), value.AsUInt32());
            if (target.BytesPerSample == 2)
                *(ulong*)(row + 2 * x) = narrow.AsUInt64()[0];
            else
                *(uint*)(row + x) = Vector128.Narrow(narrow, narrow).AsUInt32()[0];
        }
    }

    /// <summary>Halves away from zero, which for what is not negative is what people expect.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Round(Vector128<float> value, Vector128<float> scale, Vector128<float> limit) =>
        Vector128.ConvertToInt32Native(
            Vector128.MinNative(Vector128.MaxNative(value * scale, Vector128<float>.Zero), limit) + Vector128.Create(0.5f));

    private readonly struct Constants(float max, Vector128<float> background)
    {
        public readonly Vector128<float> Max = Vector128.Create(max);
        public readonly Vector128<float> Background = background;
        public readonly Vector128<float> Transparency = Vector128.Create(1 / max);
    }

    /// <summary>The fourth float of each of four pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Alphas(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d) => Sse.IsSupported
        ? Sse.MoveHighToLow(Sse.UnpackHigh(c, d), Sse.UnpackHigh(a, b))
        : Vector128.Create(a[3], b[3], c[3], d[3]);

    /// <summary>What becomes of alpha.</summary>
    private interface IAlphaRule
    {
        /// <summary>For four pixels a factor each.</summary>
        static abstract Vector128<float> Factors(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, in Constants constants);

        /// <summary>A pixel, with its factor four times.</summary>
        static abstract Vector128<float> Apply(Vector128<float> pixel, Vector128<float> factor, in Constants constants);
    }

    private readonly struct NoAlpha : IAlphaRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Factors(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, in Constants constants) => a;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Apply(Vector128<float> pixel, Vector128<float> factor, in Constants constants) => pixel;
    }

    /// <summary>Colours are divided by alpha; where that would round to nothing, they come out as black.</summary>
    private readonly struct KeepAlpha : IAlphaRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Factors(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, in Constants constants)
        {
            Vector128<float> alphas = Alphas(a, b, c, d), least = Vector128.Create(0.5f);
            return Vector128.ConditionalSelect(
                Vector128.GreaterThan(alphas, least), constants.Max / Vector128.MaxNative(alphas, least), Vector128<float>.Zero);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Apply(Vector128<float> pixel, Vector128<float> factor, in Constants constants) =>
            pixel * Vector128.ConditionalSelect(Vector128.Create(0, 0, 0, -1).AsSingle(), Vector128<float>.One, factor);
    }

    private readonly struct Flatten : IAlphaRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Factors(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, in Constants constants) =>
            (constants.Max - Vector128.MinNative(Alphas(a, b, c, d), constants.Max)) * constants.Transparency;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Apply(Vector128<float> pixel, Vector128<float> factor, in Constants constants) =>
            pixel + constants.Background * factor;
    }
}
