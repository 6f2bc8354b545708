namespace ImageResize.Pixels.Simd;

/// <summary>A few floats that are computed together, with what the resampler of pixels needs of them.</summary>
internal unsafe interface ISampleLanes<TSelf>
    where TSelf : struct, ISampleLanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(float* source);

    static abstract TSelf LoadByte(byte* source);

    static abstract TSelf LoadUInt16(ushort* source);

    /// <summary>
    /// Samples of pixels of four channels, the last of them alpha, each colour times alpha as a part of 255. Lanes that are not a
    /// whole pixel find its alpha by the index.
    /// </summary>
    /// <param name="row">The samples of a row.</param>
    /// <param name="index">The first sample, a multiple of the number of lanes.</param>
    static abstract TSelf LoadPremultiplied(byte* row, nint index);

    /// <summary>The same of samples of 16 bits: alpha as a part of 65,535.</summary>
    /// <inheritdoc cref="LoadPremultiplied(byte*, nint)"/>
    static abstract TSelf LoadPremultiplied(ushort* row, nint index);

    /// <summary>The sum of the lanes.</summary>
    static abstract float Sum(TSelf value);

    /// <summary>a times b plus c, rounded once or twice.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract void Store(TSelf value, float* target);
}
