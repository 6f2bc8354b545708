using ImageResize.Jpeg.Dct;
using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels.Resampling;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// How one component is decoded: the size of its blocks after the inverse transform, the smallest that keeps the detail the
/// outputs need, and which blocks they need at all.
/// </summary>
internal sealed class ComponentPlan
{
    /// <summary>
    /// How many decoded samples there must be for one output sample where a block yields one sample: its mean is a poor
    /// filter, so the resampling must do more of the work (as libvips does it). With 1.5 photos at 200x200 lose 0.1 dB on
    /// average, and one of them 1.0 (docs/jpeg.md).
    /// </summary>
    public const double OversamplingOf1 = 2;

    /// <summary>The same for 2 by 2 samples: with 1.25 photos lose up to 0.3 dB; 1.5 gains nothing.</summary>
    public const double OversamplingOf2 = 1.4;

    /// <summary>The same for 4 by 4 samples: 1.5 gains nothing.</summary>
    public const double OversamplingOf4 = 1.25;

    private ComponentPlan(FrameComponent component, int columns, int rows, bool isPiece, bool hasHistory)
    {
        Component = component;
        Columns = columns;
        Rows = rows;
        IsPiece = isPiece;
        HasHistory = hasHistory;
        BlocksWide = isPiece ? PieceMcus * component.H : component.PaddedBlocksWide;
        BlockRows = isPiece ? component.V : component.PaddedBlocksHigh;
        StripRows = component.V * rows;
        // Groups of eight blocks are transformed whole, so the last one reaches beyond the padded width.
        StripStride = PlaneResampler.LineCapacity((component.PaddedBlocksWide + 7) / 8 * 8 * columns);
    }

    /// <summary>MCUs that are decoded before their blocks are transformed, while they are in the first-level cache; a multiple of eight.</summary>
    public const int PieceMcus = 32;

    public FrameComponent Component { get; }

    /// <summary>Samples that a block yields in a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of samples that a block yields.</summary>
    public int Rows { get; }

    /// <summary>Whether coefficients are kept for <see cref="PieceMcus"/> only, not for the whole image.</summary>
    public bool IsPiece { get; }

    public bool HasHistory { get; }

    /// <summary>Blocks kept in a row.</summary>
    public int BlocksWide { get; }

    /// <summary>Rows of blocks kept.</summary>
    public int BlockRows { get; }

    /// <summary>Lines of samples in a row of MCUs.</summary>
    public int StripRows { get; }

    /// <summary>Floats from one line of a strip to the next.</summary>
    public int StripStride { get; }

    /// <summary>The first block that any output needs, and one more than the last.</summary>
    public (int First, int End) NeededColumns { get; private set; } = (int.MaxValue, 0);

    /// <summary>The first row of blocks that any output needs, and one more than the last.</summary>
    public (int First, int End) NeededRows { get; private set; } = (int.MaxValue, 0);

    public long Bytes =>
        CoefficientPlane.BytesFor(Columns, Rows, BlocksWide, BlockRows)
        + (HasHistory ? CoefficientPlane.HistoryBytesFor(BlocksWide, BlockRows) : 0)
        + CoefficientPlane.FixedBytes
        + (long)StripRows * StripStride * sizeof(float)
        + BlockStrips.ScratchBytes;

    public static ComponentPlan Create(JpegHeader header, int index, IReadOnlyList<OutputGeometry> outputs)
    {
        int columns = 1, rows = 1;
        foreach (OutputGeometry output in outputs)
        {
            (double x, double y) = output.Reduction(header.Frame, index);
            columns = Math.Max(columns, ChooseBlockSize(x));
            rows = Math.Max(rows, ChooseBlockSize(y));
        }

        var plan = new ComponentPlan(header.Frame.Components[index], columns, rows, header.IsSingleScan, header.IsProgressive);
        foreach (OutputGeometry output in outputs)
        {
            (AxisMapping x, AxisMapping y) = output.Map(header.Frame, index, columns, rows);
            plan.NeededColumns = Extend(plan.NeededColumns, x, columns);
            plan.NeededRows = Extend(plan.NeededRows, y, rows);
        }

        return plan;
    }

    /// <summary>The smallest of 1, 2, 4 and 8 samples that suffices where so many source samples become one.</summary>
    private static int ChooseBlockSize(double reduction) => reduction switch
    {
        >= 8 * OversamplingOf1 => 1,
        >= 4 * OversamplingOf2 => 2,
        >= 2 * OversamplingOf4 => 4,
        _ => 8,
    };

    private static (int First, int End) Extend((int First, int End) range, AxisMapping axis, int blockSize) =>
        (Math.Min(range.First, axis.First / blockSize), Math.Max(range.End, (axis.End + blockSize - 1) / blockSize));
}
