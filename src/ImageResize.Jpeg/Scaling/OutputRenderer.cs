using ImageResize.Jpeg.Encoding;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;

namespace ImageResize.Jpeg.Scaling;

/// <summary>Makes the planes of one output from the strips that the decoder yields, and turns them upright.</summary>
internal sealed unsafe class OutputRenderer
{
    private readonly PlaneResampler[] _resamplers;
    private readonly PlanarImage _stored, _upright;
    private OutputGeometry _output = null!;
    private JpegColor _color;

    public OutputRenderer(BufferArena arena, Kernels kernels)
    {
        _resamplers = [new(arena, kernels.Resampling), new(arena, kernels.Resampling), new(arena, kernels.Resampling)];
        _stored = new PlanarImage(arena);
        _upright = new PlanarImage(arena);
    }

    public void Begin(ScalePlan plan, OutputGeometry output)
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
            ConvertToYCbCr(_stored);
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

    private static void ConvertToYCbCr(PlanarImage image)
    {
        for (int y = 0; y < image.Height; y++)
        {
            ColorConversion.RgbToYCbCr(
                image.Plane(0) + (nint)y * image.Stride(0), image.Plane(1) + (nint)y * image.Stride(1), image.Plane(2) + (nint)y * image.Stride(2),
                image.Width);
        }
    }
}
