using System.Diagnostics;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// The needed coefficients of MCUs that follow each other in a sequential scan, stored as if they were a single long row, since
/// it may not be known yet where in the image they are. Belongs to one thread at a time.
/// </summary>
internal sealed unsafe class McuRun(BufferArena arena)
{
    /// <summary>MCUs that are cleared at a time, right before they are decoded; a multiple of eight.</summary>
    private const int ClearedTogether = 64;

    private readonly NativeBuffer _coefficients = arena.Create();
    private readonly NativeBuffer _blocks = arena.Create();
    private readonly RunComponent[] _components = new RunComponent[ScanLimits.MaxComponents];
    private int _componentCount, _blockCount, _cleared;

    /// <summary>How many MCUs there is room for; a multiple of eight.</summary>
    public int Capacity { get; private set; }

    /// <summary>Bytes that the coefficients of an MCU take.</summary>
    public static int BytesPerMcu(McuLayout layout)
    {
        int shorts = 0;
        for (int i = 0; i < layout.BlockCount; i++)
            shorts += layout.Blocks[i].GroupStride / 8;
        return shorts * sizeof(short);
    }

    /// <summary>The native memory at most.</summary>
    public static long BytesFor(McuLayout layout, int capacity) => BytesPerMcu(layout) * (long)capacity + BlockBytes(layout.BlockCount);

    /// <summary>Makes room for so many MCUs, a multiple of eight, of the layout's scan.</summary>
    public void Prepare(McuLayout layout, int capacity)
    {
        Debug.Assert(capacity % 8 == 0);
        (Capacity, _blockCount, _componentCount) = (capacity, layout.BlockCount, 0);
        short* rows = (short*)_coefficients.Require(BytesPerMcu(layout) * (long)capacity);
        McuBlock* blocks = (McuBlock*)_blocks.Require(BlockBytes(_blockCount));
        int* predictions = (int*)(blocks + _blockCount);
        for (int i = 0; i < _blockCount; i++)
        {
            (int component, int row) = layout.PlaceOf(i);
            ref McuBlock block = ref blocks[i];
            block = layout.Blocks[i];
            block.Prediction = predictions + component;
            if (block.ColumnOffset == 0)
            {
                nint rowShorts = (nint)capacity / 8 * block.ColumnStep * block.GroupStride;
                if (row == 0)
                    _components[_componentCount++] = new RunComponent(component, rows, rowShorts, block.ColumnStep, 0, block.GroupStride);
                _components[_componentCount - 1].Rows = row + 1;
                rows += rowShorts;
            }

            ref readonly RunComponent place = ref _components[_componentCount - 1];
            block.Row = place.First + row * place.RowShorts;
        }
    }

    /// <summary>Begins anew at the first MCU.</summary>
    public void Begin(in Predictions predictions)
    {
        _cleared = 0;
        SetPredictions(predictions);
    }

    /// <summary>Sets the DC predictions of the next MCU.</summary>
    public void SetPredictions(in Predictions predictions) =>
        ((ReadOnlySpan<int>)predictions).CopyTo(new Span<int>((McuBlock*)_blocks.Pointer + _blockCount, ScanLimits.MaxComponents));

    /// <summary>Decodes up to so many MCUs, the first of them at a place up to <see cref="Capacity"/>, and returns how many it began; see <see cref="SequentialKernel"/>.</summary>
    public int Decode(ref BitState state, byte* stop, int first, int count)
    {
        int done = 0;
        while (done < count)
        {
            int mcu = first + done;
            if (mcu == _cleared)
                ClearNext();
            int part = Math.Min(count - done, _cleared - mcu);
            int began = SequentialKernel.Decode(ref state, stop, (McuBlock*)_blocks.Pointer, _blockCount, mcu, part);
            done += began;
            if (began < part)
                break;
        }

        return done;
    }

    /// <summary>A component's rows of blocks in an MCU.</summary>
    public int RowsOf(int component) => _components[Find(component)].Rows;

    /// <summary>A row of blocks of a component, in groups of eight.</summary>
    public short* Row(int component, int row)
    {
        ref readonly RunComponent place = ref _components[Find(component)];
        return place.First + row * place.RowShorts;
    }

    /// <summary>The DC predictions behind an MCU: the coefficients of its last blocks.</summary>
    public Predictions PredictionsBehind(int mcu)
    {
        var predictions = default(Predictions);
        for (int i = 0; i < _componentCount; i++)
        {
            ref readonly RunComponent place = ref _components[i];
            int column = (mcu + 1) * place.Columns - 1;
            predictions[place.Component] = place.First[(place.Rows - 1) * place.RowShorts + (nint)(column >> 3) * place.GroupStride + (column & 7)];
        }

        return predictions;
    }

    private static long BlockBytes(int count) => count * sizeof(McuBlock) + ScanLimits.MaxComponents * sizeof(int);

    private int Find(int component)
    {
        int i = 0;
        while (_components[i].Component != component)
            i++;
        return i;
    }

    private void ClearNext()
    {
        int count = Math.Min(ClearedTogether, Capacity - _cleared);
        for (int i = 0; i < _componentCount; i++)
        {
            ref readonly RunComponent place = ref _components[i];
            int groups = count / 8 * place.Columns;
            short* first = place.First + (nint)_cleared / 8 * place.Columns * place.GroupStride;
            for (int row = 0; row < place.Rows; row++)
                new Span<short>(first + row * place.RowShorts, groups * place.GroupStride).Clear();
        }

        _cleared += count;
    }

    /// <summary>Where a component's coefficients are: shorts from a row of blocks to the next, blocks of an MCU across and down.</summary>
    private struct RunComponent(int component, short* first, nint rowShorts, int columns, int rows, int groupStride)
    {
        public readonly int Component = component;
        public readonly short* First = first;
        public readonly nint RowShorts = rowShorts;
        public readonly int Columns = columns;
        public readonly int GroupStride = groupStride;
        public int Rows = rows;
    }
}
