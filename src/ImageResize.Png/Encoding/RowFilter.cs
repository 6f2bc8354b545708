using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ImageResize.Pixels.Memory;

namespace ImageResize.Png.Encoding;

/// <summary>
/// Filters rows (PNG specification, 9), each with the filter whose differences have the least sum of magnitudes (12.7). All five
/// are computed together. The next row is put at <see cref="Row"/>, and <see cref="Filter"/> or <see cref="Keep"/> yields it.
/// </summary>
internal sealed unsafe class RowFilter(BufferArena arena)
{
    private const int Filters = 5;

    /// <summary>Zeros to the left of a row, one pixel at least.</summary>
    private const int Left = 32;

    /// <summary>Bytes behind a row: a vector may begin at its last byte.</summary>
    private const int Right = 64;

    private readonly NativeBuffer _buffer = arena.Create();
    private byte* _row, _above, _results;
    private nint _stride;
    private int _length, _pixelBytes;

    /// <summary>Where the next row of pixels is to be put.</summary>
    public byte* Row => _row;

    public static long BytesFor(long rowBytes) => (2 + Filters) * StrideOf(rowBytes);

    /// <summary>Begins an image, or a pass of one.</summary>
    public void Begin(int rowBytes, int pixelBytes)
    {
        (_length, _pixelBytes, _stride) = (rowBytes, pixelBytes, (nint)StrideOf(rowBytes));
        byte* buffer = _buffer.RequireCleared((2 + Filters) * _stride);
        _row = buffer + Left;
        _above = _row + _stride;
        _results = _above + _stride;
    }

    /// <summary>The row filtered, behind the byte that names the filter; valid until the next call.</summary>
    public ReadOnlySpan<byte> Filter()
    {
        NativeMemory.Clear(_row + _length, Right - 1);
        // One pixel more than the row is wide counts to some sums; it is the same for every run.
        long* sums = stackalloc long[Filters];
        if (Avx2.IsSupported)
            Compute<ByteVector32>(_row, _above, _results, _stride, _length, _pixelBytes, sums);
        else
            Compute<ByteVector16>(_row, _above, _results, _stride, _length, _pixelBytes, sums);
        int best = Filters - 1;
        for (int i = Filters - 2; i >= 0; i--)
        {
            if (sums[i] < sums[best])
                best = i;
        }

        return Yield(best);
    }

    /// <summary>The row as it is, behind the byte that says so.</summary>
    public ReadOnlySpan<byte> Keep()
    {
        NativeMemory.Copy(_row, _results, (nuint)_length);
        return Yield(0);
    }

    private static long StrideOf(long rowBytes) => (Left + rowBytes + Right + 31) / 32 * 32;

    private ReadOnlySpan<byte> Yield(int filter)
    {
        byte* result = _results + filter * _stride;
        result[-1] = (byte)filter;
        byte* above = _above;
        _above = _row;
        _row = above;
        return new ReadOnlySpan<byte>(result - 1, _length + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute<TVector>(byte* row, byte* above, byte* results, nint stride, int length, int pixelBytes, long* sums)
        where TVector : struct, IByteVector<TVector>
    {
        TVector none = default, subs = default, ups = default, averages = default, paeths = default;
        for (nint x = 0; x < length; x += TVector.Count)
        {
            byte* result = results + x;
            TVector value = TVector.Load(row + x), a = TVector.Load(row + x - pixelBytes);
            TVector b = TVector.Load(above + x), c = TVector.Load(above + x - pixelBytes);
            TVector sub = value - a, up = value - b, average = value - TVector.Average(a, b), paeth = value - Predict(a, b, c);
            TVector.Store(value, result);
            TVector.Store(sub, result + stride);
            TVector.Store(up, result + 2 * stride);
            TVector.Store(average, result + 3 * stride);
            TVector.Store(paeth, result + 4 * stride);
            none = TVector.AddMagnitudes(none, value);
            subs = TVector.AddMagnitudes(subs, sub);
            ups = TVector.AddMagnitudes(ups, up);
            averages = TVector.AddMagnitudes(averages, average);
            paeths = TVector.AddMagnitudes(paeths, paeth);
        }

        (sums[0], sums[1], sums[2]) = (TVector.Total(none), TVector.Total(subs), TVector.Total(ups));
        (sums[3], sums[4]) = (TVector.Total(averages), TVector.Total(paeths));
    }

    /// <summary>
    /// The Paeth predictor (9.4) on bytes. Its distances are |b - c|, |a - c| and |a + b - 2c|. Where b and a lie on one side of
    /// c, the last is the sum of the others and never the least unless both are zero; else it is their difference.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Predict<TVector>(TVector a, TVector b, TVector c)
        where TVector : struct, IByteVector<TVector>
    {
        TVector maxBc = TVector.Max(b, c), maxAc = TVector.Max(a, c);
        TVector toA = maxBc - TVector.Min(b, c), toB = maxAc - TVector.Min(a, c);
        TVector isOneSide = TVector.Equal(TVector.Equal(maxBc, b), TVector.Equal(maxAc, a));
        TVector toC = (TVector.Max(toA, toB) - TVector.Min(toA, toB)) | isOneSide;
        TVector takesA = TVector.Equal(TVector.Min(TVector.Min(toA, toB), toC), toA), takesB = TVector.Equal(TVector.Min(toB, toC), toB);
        return TVector.Select(takesA, a, TVector.Select(takesB, b, c));
    }
}
