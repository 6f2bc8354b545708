namespace ImageResize.Pixels.Simd;

/// <summary>
/// A few floats that are computed together: one (<see cref="Lanes1"/>, scalar), four (<see cref="Lanes4"/>, 128 bits, any
/// processor that has them) or eight (<see cref="Lanes8"/>, AVX2). The transforms and the resampler are written once
/// against this, and the just-in-time compiler makes a version of each for every width.
/// </summary>
internal unsafe interface ILanes<TSelf> : ISampleLanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract TSelf Broadcast(float value);

    static abstract TSelf LoadInt16(short* source);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>Limits samples to the 8-bit range around zero, -128 to 127.</summary>
    static abstract TSelf ClampSample(TSelf value);

    /// <summary>Stores lane by lane: a, b of the first lane, a, b of the second, and so on.</summary>
    static abstract void StoreInterleaved(TSelf a, TSelf b, float* target);

    /// <summary>Stores lane by lane: a to d of the first lane, then those of the second, and so on.</summary>
    static abstract void StoreInterleaved(TSelf a, TSelf b, TSelf c, TSelf d, float* target);

    /// <summary>Stores rounded values as 16-bit integers, and returns a bit for each that is not zero.</summary>
    static abstract uint StoreRounded(TSelf value, short* target);

    /// <summary>
    /// Stores three samples lane by lane as bytes, rounded and limited to 0 to 255: those of the first lane, then those of the
    /// second, and so on. Up to four bytes more may be written.
    /// </summary>
    static abstract void StorePixels(TSelf a, TSelf b, TSelf c, byte* target);

    /// <summary>Transposes 8 by 8 floats.</summary>
    static abstract void Transpose8x8(float* source, float* target, nint targetStride);

    /// <summary>
    /// Eight dot products of a line with weights, as bytes: the i-th begins at starts[i], and has its taps, a multiple
    /// of eight, at weights + i * taps. 128 is added before rounding.
    /// </summary>
    static abstract void Filter8(float* line, int* starts, float* weights, int taps, byte* target);
}
