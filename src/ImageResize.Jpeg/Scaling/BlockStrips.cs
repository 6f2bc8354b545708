using System.Runtime.Intrinsics;
using ImageResize.Jpeg.Dct;
using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Scaling;

/// <summary>A row of MCUs as samples: for each component the strip of lines that its needed blocks are transformed into, and the sink takes.</summary>
internal sealed unsafe class BlockStrips
{
    private const int GroupBlocks = InverseDct<Lanes1>.GroupBlocks;

    /// <summary>The samples of a group of the largest blocks.</summary>
    private const int GroupFloats = GroupBlocks * 64;

    private readonly Kernels _kernels;
    private readonly NativeBuffer[] _strips;
    private readonly NativeBuffer _scratch;
    private ScalePlan _plan = null!;
    private CoefficientPlane[] _planes = [];

    public BlockStrips(BufferArena arena, Kernels kernels)
    {
        _kernels = kernels;
        _strips = [.. Enumerable.Range(0, ScanLimits.MaxComponents).Select(_ => arena.Create())];
        _scratch = arena.Create();
    }

    /// <summary>Bytes besides those of the strips.</summary>
    public const int ScratchBytes = (InverseDct<Lanes1>.ScratchFloats + GroupFloats) * sizeof(float);

    /// <summary>Makes room for a row of MCUs. The planes tell the sizes of blocks and how they are quantised.</summary>
    public void Prepare(ScalePlan plan, CoefficientPlane[] planes)
    {
        (_plan, _planes) = (plan, planes);
        _scratch.Require(ScratchBytes);
        for (int i = 0; i < planes.Length; i++)
            _strips[i].RequireCleared((long)plan.Components[i].StripRows * plan.Components[i].StripStride * sizeof(float));
    }

    /// <summary>
    /// Transforms whole groups of a row of blocks, that is at the pointer, to their places: those that are needed.
    /// </summary>
    /// <param name="component">The component.</param>
    /// <param name="mcuRow">The row of MCUs.</param>
    /// <param name="y">The row of blocks in it.</param>
    /// <param name="row">Where group 0 would be.</param>
    /// <param name="firstGroup">The first group.</param>
    /// <param name="endGroup">One more than the last.</param>
    public void TransformGroups(int component, int mcuRow, int y, short* row, int firstGroup, int endGroup)
    {
        ComponentPlan plan = _plan.Components[component];
        if (!IsNeeded(plan, mcuRow, y))
            return;
        CoefficientPlane plane = _planes[component];
        int neededFirst = Math.Max(firstGroup, plan.NeededColumns.First / GroupBlocks);
        int neededEnd = Math.Min(endGroup, (plan.NeededColumns.End + GroupBlocks - 1) / GroupBlocks);
        if (neededFirst < neededEnd)
        {
            _kernels.InverseTransform(
                row + (nint)neededFirst * plane.GroupStride, neededEnd - neededFirst, plane.Columns, plane.Rows, plane.Factors,
                Line(component, y) + (nint)neededFirst * GroupBlocks * plane.Columns, plan.StripStride, (float*)_scratch.Pointer);
        }
    }

    /// <summary>Transforms blocks that lie anywhere in a row of groups to anywhere in a strip, and touches no others there.</summary>
    /// <param name="component">The component.</param>
    /// <param name="mcuRow">The row of MCUs.</param>
    /// <param name="y">The row of blocks in it.</param>
    /// <param name="row">The first group.</param>
    /// <param name="first">The first block, counted from that group.</param>
    /// <param name="count">How many.</param>
    /// <param name="column">The column of blocks in the image that the first belongs to.</param>
    /// <param name="dcOffset">What is to be added to their DC coefficients first.</param>
    public void TransformBlocks(int component, int mcuRow, int y, short* row, int first, int count, int column, short dcOffset)
    {
        ComponentPlan plan = _plan.Components[component];
        int skipped = Math.Max(0, plan.NeededColumns.First - column);
        int end = first + Math.Min(count, plan.NeededColumns.End - column);
        (first, column) = (first + skipped, column + skipped);
        if (!IsNeeded(plan, mcuRow, y))
            return;
        CoefficientPlane plane = _planes[component];
        float* target = Line(component, y);
        while (first < end)
        {
            int lane = first % GroupBlocks, lanes = Math.Min(GroupBlocks - lane, end - first);
            short* group = row + (nint)(first / GroupBlocks) * plane.GroupStride;
            AddToDc(group, lane, lanes, dcOffset);
            TransformLanes(plane, group, lane, lanes, target + (nint)column * plane.Columns, plan.StripStride);
            first += lanes;
            column += lanes;
        }
    }

    /// <summary>Hands the strips of a finished row of MCUs over.</summary>
    public void Emit(int mcuRow, IStripSink? sink)
    {
        for (int i = 0; i < _planes.Length && sink is not null; i++)
        {
            ComponentPlan plan = _plan.Components[i];
            sink.Take(i, (float*)_strips[i].Pointer, plan.StripStride, mcuRow * plan.StripRows, plan.StripRows);
        }
    }

    private static bool IsNeeded(ComponentPlan plan, int mcuRow, int y)
    {
        int blockRow = mcuRow * plan.Component.V + y;
        return blockRow >= plan.NeededRows.First && blockRow < plan.NeededRows.End;
    }

    private static void AddToDc(short* group, int lane, int lanes, short offset)
    {
        if (lanes == GroupBlocks)
        {
            (Vector128.Load(group) + Vector128.Create(offset)).Store(group);
            return;
        }

        for (int i = lane; i < lane + lanes; i++)
            group[i] += offset;
    }

    private float* Line(int component, int y) =>
        (float*)_strips[component].Pointer + (nint)y * _planes[component].Rows * _plan.Components[component].StripStride;

    private void TransformLanes(CoefficientPlane plane, short* group, int lane, int lanes, float* target, int stride)
    {
        float* scratch = (float*)_scratch.Pointer;
        if (lanes == GroupBlocks)
        {
            _kernels.InverseTransform(group, 1, plane.Columns, plane.Rows, plane.Factors, target, stride, scratch);
            return;
        }

        float* whole = scratch + InverseDct<Lanes1>.ScratchFloats;
        int wholeStride = GroupBlocks * plane.Columns;
        _kernels.InverseTransform(group, 1, plane.Columns, plane.Rows, plane.Factors, whole, wholeStride, scratch);
        for (int y = 0; y < plane.Rows; y++)
            new ReadOnlySpan<float>(whole + y * wholeStride + lane * plane.Columns, lanes * plane.Columns).CopyTo(new Span<float>(target + (nint)y * stride, lanes * plane.Columns));
    }
}
