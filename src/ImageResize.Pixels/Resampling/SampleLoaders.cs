using System.Runtime.CompilerServices;
using ImageResize.Pixels.Simd;

namespace ImageResize.Pixels.Resampling;

/// <summary>How samples of a row become floats.</summary>
internal unsafe interface ISampleLoader<TLanes>
    where TLanes : struct, ISampleLanes<TLanes>
{
    /// <summary>The samples from the index on, which is a multiple of the number of lanes.</summary>
    static abstract TLanes Load(byte* row, nint index);
}

/// <summary>Samples of 8 bits without alpha.</summary>
internal readonly unsafe struct ByteLoader<TLanes> : ISampleLoader<TLanes>
    where TLanes : struct, ISampleLanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load(byte* row, nint index) => TLanes.LoadByte(row + index);
}

/// <summary>Samples of 16 bits without alpha.</summary>
internal readonly unsafe struct WordLoader<TLanes> : ISampleLoader<TLanes>
    where TLanes : struct, ISampleLanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load(byte* row, nint index) => TLanes.LoadUInt16((ushort*)row + index);
}

/// <summary>Samples of 8 bits, premultiplied on the way.</summary>
internal readonly unsafe struct AlphaByteLoader<TLanes> : ISampleLoader<TLanes>
    where TLanes : struct, ISampleLanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load(byte* row, nint index) => TLanes.LoadPremultiplied(row, index);
}

/// <summary>Samples of 16 bits, premultiplied on the way.</summary>
internal readonly unsafe struct AlphaWordLoader<TLanes> : ISampleLoader<TLanes>
    where TLanes : struct, ISampleLanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load(byte* row, nint index) => TLanes.LoadPremultiplied((ushort*)row, index);
}
