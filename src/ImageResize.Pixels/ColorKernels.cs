using ImageResize.Pixels.Simd;

namespace ImageResize.Pixels;

/// <summary>The loops that join planes to pixels, which have a scalar and two vector forms, behind one virtual call for each row.</summary>
internal abstract unsafe class ColorKernels
{
    /// <summary>Samples that the rows of planes are read in: they must have room for a multiple of so many.</summary>
    public const int RowAlignment = 8;

    public static ColorKernels Get(KernelWidth width) => width switch
    {
        KernelWidth.Vector256 => new ColorKernels<Lanes8>(),
        KernelWidth.Vector128 => new ColorKernels<Lanes4>(),
        _ => new ColorKernels<Lanes1>(),
    };

    /// <inheritdoc cref="PixelJoiner{TLanes}.JoinYCbCr"/>
    public abstract void JoinYCbCr(byte* luma, byte* blueness, byte* redness, int width, byte* pixels);

    /// <inheritdoc cref="PixelJoiner{TLanes}.JoinNarrowYCbCr"/>
    public abstract void JoinNarrowYCbCr(ushort* luma, ushort* blueness, ushort* redness, int width, byte* pixels);

    /// <inheritdoc cref="PixelJoiner{TLanes}.JoinRgb"/>
    public abstract void JoinRgb(byte* red, byte* green, byte* blue, int width, byte* pixels);
}

/// <summary>The loops for one width of lanes.</summary>
internal sealed unsafe class ColorKernels<TLanes> : ColorKernels
    where TLanes : struct, ILanes<TLanes>
{
    public override void JoinYCbCr(byte* luma, byte* blueness, byte* redness, int width, byte* pixels) =>
        PixelJoiner<TLanes>.JoinYCbCr(luma, blueness, redness, width, pixels);

    public override void JoinNarrowYCbCr(ushort* luma, ushort* blueness, ushort* redness, int width, byte* pixels) =>
        PixelJoiner<TLanes>.JoinNarrowYCbCr(luma, blueness, redness, width, pixels);

    public override void JoinRgb(byte* red, byte* green, byte* blue, int width, byte* pixels) =>
        PixelJoiner<TLanes>.JoinRgb(red, green, blue, width, pixels);
}
