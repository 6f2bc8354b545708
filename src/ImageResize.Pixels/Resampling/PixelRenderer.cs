using System.Diagnostics;
using ImageResize.Pixels.Memory;

namespace ImageResize.Pixels.Resampling;

/// <summary>What one output shows of an image, and in which format.</summary>
/// <param name="Width">Width of the upright output in pixels.</param>
/// <param name="Height">Height of the upright output in pixels.</param>
/// <param name="Region">The part of the upright source.</param>
/// <param name="Orientation">How the source is turned.</param>
/// <param name="Format">The format of the output's pixels; of one channel where the source's is.</param>
/// <param name="Background">What transparent pixels are laid on where the output has no alpha.</param>
internal readonly record struct RenderPlan(
    int Width, int Height, SourceRegion Region, Orientation Orientation, PixelFormat Format, (byte Red, byte Green, byte Blue) Background)
{
    /// <summary>Width and height before the output is turned upright.</summary>
    public (int Width, int Height) StoredSize => Orientation.Swaps ? (Height, Width) : (Width, Height);

    /// <summary>How the output lies over a source of the given stored size.</summary>
    public (AxisMapping X, AxisMapping Y) Map(int sourceWidth, int sourceHeight)
    {
        SourceRegion stored = Orientation.ToStored(Region, sourceWidth, sourceHeight);
        (int width, int height) = StoredSize;
        return (
            new AxisMapping(sourceWidth, width, stored.X, stored.Width / width),
            new AxisMapping(sourceHeight, height, stored.Y, stored.Height / height));
    }

    /// <summary>The native memory that rendering takes, the output with it.</summary>
    public long BytesFrom(int sourceWidth, int sourceHeight, PixelFormat source)
    {
        (AxisMapping x, AxisMapping y) = Map(sourceWidth, sourceHeight);
        (int width, int height) = StoredSize;
        long bytes = PixelResampler.BytesFor(x, y, source) + PixelImage.BytesFor(width, height, Format);
        return Orientation.IsUpright ? bytes : bytes + PixelImage.BytesFor(Width, Height, Format);
    }
}

/// <summary>Makes one output from the rows of a source, and turns it upright.</summary>
internal sealed unsafe class PixelRenderer(BufferArena arena, PixelKernels kernels)
{
    private readonly PixelResampler _resampler = new(arena, kernels);
    private readonly PixelImage _stored = new(arena), _upright = new(arena);
    private RenderPlan _plan;
    private PixelFormat _source;
    private AxisMapping _x, _y;

    /// <summary>Where nothing is scaled, pixels are copied: the colours of transparent ones stay.</summary>
    private bool Copies => _x.IsIdentity && _y.IsIdentity && _source == _plan.Format;

    /// <summary>Begins an output of a source of the given stored size and format.</summary>
    public void Begin(RenderPlan plan, int sourceWidth, int sourceHeight, PixelFormat source)
    {
        (_plan, _source) = (plan, source);
        (_x, _y) = plan.Map(sourceWidth, sourceHeight);
        (int width, int height) = plan.StoredSize;
        _stored.Allocate(width, height, plan.Format);
        if (!Copies)
            _resampler.Begin(_x, _y, source, _stored, plan.Background);
    }

    /// <inheritdoc cref="PixelResampler.Feed"/>
    public void Take(byte* rows, nint stride, int firstRow, int count)
    {
        if (!Copies)
        {
            _resampler.Feed(rows, stride, firstRow, count);
            return;
        }

        int top = (int)_y.Offset, from = Math.Max(firstRow, top), to = Math.Min(firstRow + count, top + _stored.Height);
        int bytes = _stored.Width * _source.BytesPerPixel;
        for (int y = from; y < to; y++)
        {
            byte* row = rows + (y - firstRow) * stride + (nint)_x.Offset * _source.BytesPerPixel;
            Buffer.MemoryCopy(row, _stored.Row(y - top), bytes, bytes);
        }
    }

    /// <summary>Takes in the rows of a strip whose height is a multiple of that of the resampler's.</summary>
    /// <param name="strip">The strip; as wide as the source, and of its format.</param>
    /// <param name="firstRow">The row of the source that its first one is.</param>
    /// <param name="count">How many of its rows count.</param>
    public void Take(PixelImage strip, int firstRow, int count)
    {
        Debug.Assert(strip.Height % PixelResampler.StripRows == 0 && count <= strip.Height);
        for (int y = 0; y < count; y += PixelResampler.StripRows)
            Take(strip.Row(y), strip.Stride, firstRow + y, Math.Min(PixelResampler.StripRows, count - y));
    }

    /// <summary>The finished output, upright; valid until the next begins.</summary>
    public PixelImage Finish()
    {
        if (_plan.Orientation.IsUpright)
            return _stored;
        _stored.CopyUpright(_upright, _plan.Orientation);
        return _upright;
    }
}
