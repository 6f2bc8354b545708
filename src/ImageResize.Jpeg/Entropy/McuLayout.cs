using System.Diagnostics;
using ImageResize.Jpeg.Markers;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// The order of blocks in an MCU of the current scan (ITU T.81, A.2): interleaved components contribute H by V blocks
/// each, a component alone one block after another. Holds the descriptors that the kernels walk over.
/// </summary>
internal sealed unsafe class McuLayout
{
    private const int MaxComponents = ScanLimits.MaxComponents;

    /// <summary>The native memory at most, for the estimate: descriptors, predictions and Huffman tables.</summary>
    public static readonly long MaxBytes =
        BlockBytes + PredictionBytes + 2 * DecodingTables.TableCount * HuffmanTable.MaxBytes;

    private static readonly int BlockBytes = EntropySegment.MaxMcuBlocks * sizeof(McuBlock);
    private const int PredictionBytes = MaxComponents * sizeof(int);

    private readonly NativeBuffer _blocks, _predictions;
    private readonly HuffmanTable[] _dcTables, _acTables;
    private readonly BlockPlace[] _places = new BlockPlace[EntropySegment.MaxMcuBlocks];

    public McuLayout(BufferArena arena)
    {
        _blocks = arena.Create();
        _predictions = arena.Create();
        _dcTables = CreateTables(arena);
        _acTables = CreateTables(arena);
    }

    public McuBlock* Blocks => (McuBlock*)_blocks.Pointer;

    public int BlockCount { get; private set; }

    public int McusWide { get; private set; }

    public int McusHigh { get; private set; }

    /// <summary>For a scan of one component: the selected row of its coefficients.</summary>
    public short* ProgressiveRow { get; private set; }

    /// <summary>For a scan of one component: the selected row of its history, or null.</summary>
    public ulong* ProgressiveHistory { get; private set; }

    public void Arrange(FrameHeader frame, ScanHeader scan, ScanKind kind, CoefficientPlane[] planes, DecodingTables tables)
    {
        bool isInterleaved = scan.Components.Length > 1;
        FrameComponent first = frame.Components[scan.Components[0].Index];
        McusWide = isInterleaved ? frame.McusWide : first.BlocksWide;
        McusHigh = isInterleaved ? frame.McusHigh : first.BlocksHigh;
        BlockCount = 0;
        _blocks.Require(BlockBytes);
        int* predictions = (int*)_predictions.Require(PredictionBytes);
        foreach (ScanComponent component in scan.Components)
        {
            int h = isInterleaved ? frame.Components[component.Index].H : 1, v = isInterleaved ? frame.Components[component.Index].V : 1;
            if (BlockCount + h * v > EntropySegment.MaxMcuBlocks)
                throw new JpegFormatException("A scan has more than ten blocks in an MCU.");
            McuBlock block = Describe(component, kind, planes[component.Index], tables);
            block.Prediction = predictions + component.Index;
            block.ColumnStep = h;
            for (int y = 0; y < v; y++)
            {
                for (int x = 0; x < h; x++, BlockCount++)
                {
                    block.ColumnOffset = x;
                    Blocks[BlockCount] = block;
                    _places[BlockCount] = new BlockPlace(planes[component.Index], v, y);
                }
            }
        }
    }

    /// <summary>Fills in what the AC kernels of progressive scans need.</summary>
    public void Describe(ScanHeader scan, CoefficientPlane plane, ref ProgressiveScan progressive)
    {
        HuffmanTable table = _acTables[scan.Components[0].AcTable];
        progressive = new ProgressiveScan
        {
            Fast = table.Fast,
            Long = table.Long,
            Slots = plane.Slots,
            NeededMask = plane.NeededMask,
            GroupStride = plane.GroupStride,
            Start = scan.SpectralStart,
            End = scan.SpectralEnd,
            Low = scan.SuccessiveLow,
        };
    }

    /// <summary>
    /// Points the blocks at their coefficients in a row of MCUs. A plane that holds a piece of one row only has the MCU
    /// that the piece begins with at its first column.
    /// </summary>
    public void SelectRow(int mcuRow, int pieceStart)
    {
        for (int i = 0; i < BlockCount; i++)
        {
            (CoefficientPlane plane, int rows, int row) = _places[i];
            bool isPiece = plane.IsPiece;
            short* start = plane.Row(isPiece ? row : mcuRow * rows + row);
            nint before = isPiece ? (nint)(pieceStart * Blocks[i].ColumnStep / 8) * plane.GroupStride : 0;
            Debug.Assert(!isPiece || pieceStart % 8 == 0);
            Blocks[i].Row = start - before;
        }

        CoefficientPlane only = _places[0].Plane;
        ProgressiveRow = Blocks[0].Row;
        ProgressiveHistory = only.History == null ? null : only.History + (nint)mcuRow * only.HistoryStride;
    }

    /// <summary>The DC predictions, by component.</summary>
    public Span<int> Predictions => new(_predictions.Pointer, MaxComponents);

    /// <summary>The component of a block, and which of its rows of blocks in the MCU.</summary>
    public (int Component, int Row) PlaceOf(int block) => ((int)(Blocks[block].Prediction - (int*)_predictions.Pointer), _places[block].Row);

    public void ResetPredictions() => Predictions.Clear();

    private static HuffmanTable[] CreateTables(BufferArena arena)
    {
        var tables = new HuffmanTable[DecodingTables.TableCount];
        for (int i = 0; i < tables.Length; i++)
            tables[i] = new HuffmanTable(arena);
        return tables;
    }

    private McuBlock Describe(ScanComponent component, ScanKind kind, CoefficientPlane plane, DecodingTables tables)
    {
        HuffmanTable dc = _dcTables[component.DcTable], ac = _acTables[component.AcTable];
        if (kind is ScanKind.Sequential or ScanKind.DcFirst)
            dc.Prepare(tables.DcSpecifications[component.DcTable], HuffmanCoding.Dc);
        HuffmanCoding? coding = kind switch
        {
            ScanKind.Sequential => HuffmanCoding.AcSequential,
            ScanKind.AcFirst => HuffmanCoding.AcFirst,
            ScanKind.AcRefinement => HuffmanCoding.AcRefinement,
            _ => null,
        };
        if (coding is { } acCoding)
            ac.Prepare(tables.AcSpecifications[component.AcTable], acCoding);
        return new McuBlock
        {
            DcFast = dc.Fast,
            DcLong = dc.Long,
            AcFast = ac.Fast,
            AcLong = ac.Long,
            Pairs = ac.Pairs,
            Skip = ac.Skip,
            Slots = plane.Slots,
            Needed = (uint)plane.Needed,
            GroupStride = plane.GroupStride,
        };
    }

    /// <summary>A block of the MCU: its plane, the plane's rows in an MCU, and which of those.</summary>
    private readonly record struct BlockPlace(CoefficientPlane Plane, int Rows, int Row);
}
