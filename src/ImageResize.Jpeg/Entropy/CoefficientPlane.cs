using System.Diagnostics;
using ImageResize.Jpeg.Dct;
using ImageResize.Jpeg.Markers;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// The coefficients of one component that the scaled transform needs: of a block, the columns by rows ones of lowest
/// frequency, 16 bits each. A single sequential scan needs only a row of MCUs at a time, in pieces; other images are
/// stored whole, and even then a thumbnail takes a fraction of the 128 bytes a block that a full decoder keeps.
/// Refinement scans of progressive images must know which coefficients, needed or not, are zero so far (ITU T.81, G.1.2.3):
/// that is one bit each, in <see cref="History"/>.
/// </summary>
internal sealed unsafe class CoefficientPlane
{
    /// <summary>One more than the largest index that a damaged block can reach: 63, and two advances.</summary>
    public const int SlotTableLength = 63 + 16 + 2 * HuffmanEntry.Invalid;

    /// <summary>Native bytes besides the coefficients and the history.</summary>
    public const long FixedBytes = SlotTableLength * sizeof(ushort) + 64 * sizeof(float);

    private readonly NativeBuffer _coefficients, _history, _slots, _factors;

    public CoefficientPlane(BufferArena arena)
    {
        _coefficients = arena.Create();
        _history = arena.Create();
        _slots = arena.Create();
        _factors = arena.Create();
    }

    /// <summary>Samples that a block yields horizontally and vertically: 1, 2, 4 or 8.</summary>
    public int Columns { get; private set; }

    /// <inheritdoc cref="Columns"/>
    public int Rows { get; private set; }

    /// <summary>Coefficients from one group of eight blocks to the next; the last eight of a group are written by nobody but unneeded coefficients.</summary>
    public int GroupStride { get; private set; }

    /// <summary>Groups in a row of blocks.</summary>
    public int Groups { get; private set; }

    /// <summary>Rows of blocks held.</summary>
    public int BlockRows { get; private set; }

    /// <summary>Whether only a piece of one row of MCUs is held at a time.</summary>
    public bool IsPiece { get; private set; }

    /// <summary>Blocks of history in a row.</summary>
    public int HistoryStride { get; private set; }

    /// <summary>By one plus the place in the zig-zag sequence, the offset in a group.</summary>
    public ushort* Slots => (ushort*)_slots.Pointer;

    /// <summary>One more than the last place in the zig-zag sequence that is needed.</summary>
    public int Needed { get; private set; }

    /// <summary>A bit for each place in the zig-zag sequence that is needed.</summary>
    public ulong NeededMask { get; private set; }

    /// <summary>A word for each block, a bit for each coefficient that is not zero; null unless asked for.</summary>
    public ulong* History { get; private set; }

    /// <summary>Dequantisation factors, see <see cref="Dequantization"/>.</summary>
    public float* Factors => (float*)_factors.Pointer;

    /// <summary>The places in the zig-zag sequence that a block of the given size needs.</summary>
    public static ulong MaskOf(int columns, int rows)
    {
        ulong mask = 0;
        for (int k = 0; k < 64; k++)
        {
            int natural = ZigZag.ToNatural[k];
            if ((natural & 7) < columns && natural >> 3 < rows)
                mask |= 1UL << k;
        }

        return mask;
    }

    /// <summary>The bytes of so many blocks.</summary>
    public static long BytesFor(int columns, int rows, int blocksWide, int blockRows) =>
        (long)(columns * rows + 1) * 8 * GroupsFor(blocksWide) * blockRows * sizeof(short);

    public static long HistoryBytesFor(int blocksWide, int blockRows) => (long)blocksWide * blockRows * sizeof(ulong);

    /// <summary>Makes room for blocks, all zero.</summary>
    public void Prepare(int columns, int rows, int blocksWide, int blockRows, bool isPiece, bool withHistory)
    {
        IsPiece = isPiece;
        Columns = columns;
        Rows = rows;
        GroupStride = InverseDct<Lanes1>.GroupStride(columns, rows);
        Groups = GroupsFor(blocksWide);
        BlockRows = blockRows;
        HistoryStride = blocksWide;
        _coefficients.RequireCleared(BytesFor(columns, rows, blocksWide, blockRows));
        History = withHistory ? (ulong*)_history.RequireCleared(HistoryBytesFor(blocksWide, blockRows)) : null;
        // A component that no scan ever codes is grey.
        _factors.RequireCleared(64 * sizeof(float));
        BuildSlots();
    }

    public void SetQuantization(ReadOnlySpan<ushort> table) =>
        Dequantization.Build(table, Columns, Rows, (float*)_factors.Require(64 * sizeof(float)));

    /// <summary>The first group of a row of blocks.</summary>
    public short* Row(int row)
    {
        Debug.Assert(row >= 0 && row < BlockRows);
        return (short*)_coefficients.Pointer + (nint)row * Groups * GroupStride;
    }

    private static int GroupsFor(int blocksWide) => (blocksWide + 7) / 8;

    private void BuildSlots()
    {
        NeededMask = MaskOf(Columns, Rows);
        Needed = 64 - System.Numerics.BitOperations.LeadingZeroCount(NeededMask);
        ushort* slots = (ushort*)_slots.Require(SlotTableLength * sizeof(ushort));
        SpanRepetition.Repeat(slots, SlotTableLength, (ushort)(Columns * Rows * 8));
        for (int k = 0; k < 64; k++)
        {
            int natural = ZigZag.ToNatural[k];
            if ((NeededMask >> k & 1) != 0)
                slots[k + 1] = (ushort)(((natural >> 3) * Columns + (natural & 7)) * 8);
        }
    }
}
