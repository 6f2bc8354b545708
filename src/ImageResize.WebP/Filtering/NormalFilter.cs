using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.WebP.Filtering;

/// <summary>
/// The normal loop filter of a macroblock (RFC 6386, 15.3): its edges to the left, within, above and within. 16 places of luma and
/// twice 8 of chroma go through together in 256 bits; what is across an edge from left to right is transposed first. Needs AVX2.
/// </summary>
internal static unsafe class NormalFilter
{
    private const int Row = ByteTranspose.Row, Before = 4, Columns = 20;

    /// <summary>Bytes of scratch memory.</summary>
    public const int ScratchBytes = (Columns + 16) * Row;

    /// <summary>Filters a macroblock; 4 samples before and above it, and of chroma 4 behind it, must be there even where the image has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Filter(byte* luma, byte* blueness, byte* redness, nint lumaStride, nint chromaStride, FilterStrength strength, bool hasLeft, bool hasAbove, bool hasInner, byte* scratch)
    {
        if (hasLeft || hasInner)
            FilterColumns(luma, blueness, redness, lumaStride, chromaStride, strength, hasLeft, hasInner, scratch);
        if (hasAbove)
            FilterAbove(luma, blueness, redness, lumaStride, chromaStride, strength);
        if (!hasInner)
            return;
        FilterMiddle(luma, blueness, redness, lumaStride, chromaStride, strength);
        FilterRow(luma + 8 * lumaStride, lumaStride, strength);
        FilterRow(luma + 12 * lumaStride, lumaStride, strength);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FilterColumns(byte* luma, byte* blueness, byte* redness, nint lumaStride, nint chromaStride, FilterStrength strength, bool hasLeft, bool hasInner, byte* columns)
    {
        byte* rows = columns + Columns * Row;
        luma -= Before;
        blueness -= Before;
        redness -= Before;
        for (int i = 0; i < 4; i++)
        {
            Vector256<byte> a = Load(luma + i * lumaStride, blueness + i * chromaStride), b = Load(luma + (i + 4) * lumaStride, blueness + (i + 4) * chromaStride);
            Vector256<byte> c = Load(luma + (i + 8) * lumaStride, redness + i * chromaStride), d = Load(luma + (i + 12) * lumaStride, redness + (i + 4) * chromaStride);
            ByteTranspose.Interleave(ref a, ref b, ref c, ref d);
            a.Store(rows + 4 * i * Row);
            b.Store(rows + (4 * i + 1) * Row);
            c.Store(rows + (4 * i + 2) * Row);
            d.Store(rows + (4 * i + 3) * Row);
        }

        for (int i = 0; i < 4; i++)
            ByteTranspose.Step(rows, i, columns);
        bool isChanged = hasLeft && Outer(columns + Before * Row, strength);
        if (hasInner)
        {
            LoadLast(luma + 16, lumaStride, columns + 16 * Row);
            isChanged |= Inner(columns + (Before + 4) * Row, strength);
            isChanged |= InnerLuma(columns + (Before + 8) * Row, strength);
            if (InnerLuma(columns + (Before + 12) * Row, strength))
            {
                isChanged = true;
                StoreLast(luma + 16, lumaStride, columns + 16 * Row);
            }
        }

        if (!isChanged)
            return;
        for (int i = 0; i < 4; i++)
            ByteTranspose.Step(columns, i, rows);
        for (int i = 0; i < 4; i++)
        {
            Vector256<byte> a = Vector256.Load(rows + i * Row), b = Vector256.Load(rows + (i + 4) * Row);
            Vector256<byte> c = Vector256.Load(rows + (i + 8) * Row), d = Vector256.Load(rows + (i + 12) * Row);
            ByteTranspose.Interleave(ref a, ref b, ref c, ref d);
            byte* chroma = i < 2 ? blueness : redness;
            int y = 4 * i, chromaY = y % 8;
            Store(a, luma + y * lumaStride, chroma + chromaY * chromaStride);
            Store(b, luma + (y + 1) * lumaStride, chroma + (chromaY + 1) * chromaStride);
            Store(c, luma + (y + 2) * lumaStride, chroma + (chromaY + 2) * chromaStride);
            Store(d, luma + (y + 3) * lumaStride, chroma + (chromaY + 3) * chromaStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Load(byte* luma, byte* chroma) => Vector256.Create(Vector128.Load(luma), Vector128.Load(chroma));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<byte> row, byte* luma, byte* chroma)
    {
        row.GetLower().Store(luma);
        row.GetUpper().Store(chroma);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Outer(byte* column, FilterStrength strength)
    {
        Vector256<byte> p2 = Vector256.Load(column - 3 * Row), p1 = Vector256.Load(column - 2 * Row), p0 = Vector256.Load(column - Row);
        Vector256<byte> q0 = Vector256.Load(column), q1 = Vector256.Load(column + Row), q2 = Vector256.Load(column + 2 * Row);
        if (!EdgeFilters.Outer(Vector256.Load(column - 4 * Row), ref p2, ref p1, ref p0, ref q0, ref q1, ref q2, Vector256.Load(column + 3 * Row), strength))
            return false;
        p2.Store(column - 3 * Row);
        p1.Store(column - 2 * Row);
        p0.Store(column - Row);
        q0.Store(column);
        q1.Store(column + Row);
        q2.Store(column + 2 * Row);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Inner(byte* column, FilterStrength strength)
    {
        Vector256<byte> p1 = Vector256.Load(column - 2 * Row), p0 = Vector256.Load(column - Row), q0 = Vector256.Load(column), q1 = Vector256.Load(column + Row);
        if (!EdgeFilters.Inner(
            Vector256.Load(column - 4 * Row), Vector256.Load(column - 3 * Row), ref p1, ref p0, ref q0, ref q1, Vector256.Load(column + 2 * Row), Vector256.Load(column + 3 * Row), strength))
            return false;
        p1.Store(column - 2 * Row);
        p0.Store(column - Row);
        q0.Store(column);
        q1.Store(column + Row);
        return true;
    }

    /// <summary>Twice, so that the mask of one half is that of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> LoadLuma(byte* row) => Avx2.BroadcastVector128ToVector256(row);

    /// <summary>Edges that chroma has none of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool InnerLuma(byte* column, FilterStrength strength) => FilterRow(column, Row, strength);

    /// <summary>An edge below which the next rows are, of luma alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool FilterRow(byte* row, nint stride, FilterStrength strength)
    {
        Vector256<byte> p1 = LoadLuma(row - 2 * stride), p0 = LoadLuma(row - stride), q0 = LoadLuma(row), q1 = LoadLuma(row + stride);
        if (!EdgeFilters.Inner(LoadLuma(row - 4 * stride), LoadLuma(row - 3 * stride), ref p1, ref p0, ref q0, ref q1, LoadLuma(row + 2 * stride), LoadLuma(row + 3 * stride), strength))
            return false;
        p1.GetLower().Store(row - 2 * stride);
        p0.GetLower().Store(row - stride);
        q0.GetLower().Store(row);
        q1.GetLower().Store(row + stride);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FilterAbove(byte* luma, byte* blueness, byte* redness, nint lumaStride, nint chromaStride, FilterStrength strength)
    {
        var rows = new EdgeRows(luma, blueness, redness, lumaStride, chromaStride);
        Vector256<byte> p2 = rows.Load(-3), p1 = rows.Load(-2), p0 = rows.Load(-1), q0 = rows.Load(0), q1 = rows.Load(1), q2 = rows.Load(2);
        if (!EdgeFilters.Outer(rows.Load(-4), ref p2, ref p1, ref p0, ref q0, ref q1, ref q2, rows.Load(3), strength))
            return;
        rows.Store(-3, p2);
        rows.Store(-2, p1);
        rows.Store(-1, p0);
        rows.Store(0, q0);
        rows.Store(1, q1);
        rows.Store(2, q2);
    }

    /// <summary>The edge below the fourth row, which is the middle of chroma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FilterMiddle(byte* luma, byte* blueness, byte* redness, nint lumaStride, nint chromaStride, FilterStrength strength)
    {
        var rows = new EdgeRows(luma + 4 * lumaStride, blueness + 4 * chromaStride, redness + 4 * chromaStride, lumaStride, chromaStride);
        Vector256<byte> p1 = rows.Load(-2), p0 = rows.Load(-1), q0 = rows.Load(0), q1 = rows.Load(1);
        if (!EdgeFilters.Inner(rows.Load(-4), rows.Load(-3), ref p1, ref p0, ref q0, ref q1, rows.Load(2), rows.Load(3), strength))
            return;
        rows.Store(-2, p1);
        rows.Store(-1, p0);
        rows.Store(0, q0);
        rows.Store(1, q1);
    }

    /// <summary>The last four columns of luma: 16 rows of 4 bytes become 4 rows of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadLast(byte* luma, nint stride, byte* columns)
    {
        (Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d) = Transpose4(Four(luma, stride), Four(luma + 4 * stride, stride), Four(luma + 8 * stride, stride), Four(luma + 12 * stride, stride));
        a.AsByte().Store(columns);
        b.AsByte().Store(columns + Row);
        c.AsByte().Store(columns + 2 * Row);
        d.AsByte().Store(columns + 3 * Row);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<uint> Four(byte* row, nint stride) => Ssse3.Shuffle(
            Vector128.Create(*(uint*)row, *(uint*)(row + stride), *(uint*)(row + 2 * stride), *(uint*)(row + 3 * stride)).AsByte(), Square).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLast(byte* luma, nint stride, byte* columns)
    {
        (Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d) = Transpose4(
            Vector128.Load(columns).AsUInt32(), Vector128.Load(columns + Row).AsUInt32(), Vector128.Load(columns + 2 * Row).AsUInt32(), Vector128.Load(columns + 3 * Row).AsUInt32());
        Four(a, luma, stride);
        Four(b, luma + 4 * stride, stride);
        Four(c, luma + 8 * stride, stride);
        Four(d, luma + 12 * stride, stride);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Four(Vector128<uint> value, byte* row, nint stride)
        {
            Vector128<uint> rows = Ssse3.Shuffle(value.AsByte(), Square).AsUInt32();
            *(uint*)row = rows[0];
            *(uint*)(row + stride) = rows[1];
            *(uint*)(row + 2 * stride) = rows[2];
            *(uint*)(row + 3 * stride) = rows[3];
        }
    }

    /// <summary>Transposes 4 by 4 bytes.</summary>
    private static Vector128<byte> Square => Vector128.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<uint> A, Vector128<uint> B, Vector128<uint> C, Vector128<uint> D) Transpose4(Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d)
    {
        Vector128<ulong> ab0 = Sse2.UnpackLow(a, b).AsUInt64(), ab1 = Sse2.UnpackHigh(a, b).AsUInt64(), cd0 = Sse2.UnpackLow(c, d).AsUInt64(), cd1 = Sse2.UnpackHigh(c, d).AsUInt64();
        return (Sse2.UnpackLow(ab0, cd0).AsUInt32(), Sse2.UnpackHigh(ab0, cd0).AsUInt32(), Sse2.UnpackLow(ab1, cd1).AsUInt32(), Sse2.UnpackHigh(ab1, cd1).AsUInt32());
    }

    /// <summary>Rows on both sides of an edge: 16 samples of luma and 8 of each chroma together.</summary>
    private readonly struct EdgeRows(byte* luma, byte* blueness, byte* redness, nint lumaStride, nint chromaStride)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<byte> Load(int row) => Vector256.Create(
            Vector128.Load(luma + row * lumaStride), Vector128.Create(*(ulong*)(blueness + row * chromaStride), *(ulong*)(redness + row * chromaStride)).AsByte());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(int row, Vector256<byte> value)
        {
            value.GetLower().Store(luma + row * lumaStride);
            Vector128<ulong> chroma = value.GetUpper().AsUInt64();
            *(ulong*)(blueness + row * chromaStride) = chroma[0];
            *(ulong*)(redness + row * chromaStride) = chroma[1];
        }
    }
}
