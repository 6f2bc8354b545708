using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Pixels.Simd;
using ImageResize.WebP.Decoding;

namespace ImageResize.WebP.Scaling;

/// <summary>
/// Makes the pixels of an output from rows of planes. Chroma has half the resolution, its samples between two by two of luma, as
/// libwebp's upsampling has it. Planes are resampled to 16 bits, so that their narrow range loses nothing.
/// </summary>
internal sealed unsafe class PlaneRenderer : IPlaneSink
{
    private const int Planes = 3;

    private static readonly PixelFormat Samples = new(1, 1), Resampled = new(1, 2);

    private readonly PixelResampler[] _resamplers;
    private readonly PixelImage[] _planes;
    private readonly PixelImage _stored, _upright;
    private readonly ColorKernels _colors = ColorKernels.Get(KernelWidths.Widest);
    private RenderPlan _plan;

    public PlaneRenderer(BufferArena arena)
    {
        _resamplers = [.. Enumerable.Range(0, Planes).Select(_ => new PixelResampler(arena, PixelKernels.Best))];
        _planes = [.. Enumerable.Range(0, Planes).Select(_ => new PixelImage(arena))];
        (_stored, _upright) = (new PixelImage(arena), new PixelImage(arena));
    }

    /// <summary>Begins an output of an image of the given stored size.</summary>
    public void Begin(RenderPlan plan, int width, int height)
    {
        _plan = plan;
        (AxisMapping x, AxisMapping y) = plan.Map(width, height);
        for (int i = 0; i < Planes; i++)
        {
            _planes[i].Allocate(x.OutputCount, y.OutputCount, Resampled);
            _resamplers[i].Begin(i == 0 ? x : Half(x), i == 0 ? y : Half(y), Samples, _planes[i], default);
        }
    }

    /// <inheritdoc/>
    public void Take(int plane, byte* rows, nint stride, int firstRow, int count) => _resamplers[plane].Feed(rows, stride, firstRow, count);

    /// <summary>The finished output, upright; valid until the next begins.</summary>
    public PixelImage Finish()
    {
        _stored.Allocate(_planes[0].Width, _planes[0].Height, _plan.Format);
        for (int y = 0; y < _stored.Height; y++)
            _colors.JoinNarrowYCbCr((ushort*)_planes[0].Row(y), (ushort*)_planes[1].Row(y), (ushort*)_planes[2].Row(y), _stored.Width, _stored.Row(y));
        if (_plan.Orientation.IsUpright)
            return _stored;
        _stored.CopyUpright(_upright, _plan.Orientation);
        return _upright;
    }

    private static AxisMapping Half(AxisMapping axis) => new((axis.InputCount + 1) / 2, axis.OutputCount, axis.Offset / 2, axis.Step / 2);
}
