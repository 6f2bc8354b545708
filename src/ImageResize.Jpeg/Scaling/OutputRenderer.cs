using ImageResize.Jpeg.Memory;
using ImageResize.Jpeg.Resampling;
using ImageResize.Jpeg.Simd;

namespace ImageResize.Jpeg.Scaling;

/// <summary>Makes the planes of one output from the strips that the decoder yields, and turns them upright.</summary>
internal sealed unsafe class OutputRenderer
{
    private readonly PlaneResampler[] _resamplers;
    private readonly PlanarImage _stored, _upright;
    private OutputPlan _output = null!;
    private JpegColor _color;

    public OutputRenderer(BufferArena arena, Kernels kernels)
    {
        _resamplers = [new(arena, kernels), new(arena, kernels), new(arena, kernels)];
        _stored = new PlanarImage(arena);
        _upright = new PlanarImage(arena);
    }

    public void Begin(ScalePlan plan, OutputPlan output)
    {
        _output = output;
        _color = plan.Header.Color;
        _stored.Allocate(output.Width, output.Height, output.PlaneCount, output.ResamplesHalf);
        for (int i = 0; i < output.PlaneCount; i++)
        {
            (AxisMapping x, AxisMapping y) = plan.Map(output, i);
            _resamplers[i].Begin(x, y, _stored.Plane(i), _stored.Stride(i));
        }
    }

    public void Take(int component, float* rows, int stride, int firstRow, int count) =>
        _resamplers[component].Feed(rows, stride, firstRow, count);

    /// <summary>The finished output, padded for the encoder.</summary>
    public PlanarImage Finish()
    {
        if (_color == JpegColor.Rgb)
            ColorConversion.RgbToYCbCr(_stored);
        PlanarImage image = _stored;
        if (!_output.Orientation.IsUpright)
        {
            OrientationTransform.Apply(_stored, _upright, _output.Orientation);
            image = _upright;
        }

        if (_output.HalvesChroma && !image.HalvesChroma)
            image.HalveChroma();
        image.Pad();
        return image;
    }
}
