using ImageResize.Jpeg.Encoding;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;

namespace ImageResize.Jpeg.Scaling;

/// <summary>Makes the planes of one output from the strips that the decoder yields, turns them upright, and joins them where pixels are wanted.</summary>
internal sealed unsafe class OutputRenderer
{
    private readonly PlaneResampler[] _resamplers;
    private readonly PlanarImage _stored, _upright;
    private readonly ColorKernels _colors;
    private OutputGeometry _output = null!;
    private JpegColor _color;

    public OutputRenderer(BufferArena arena, Kernels kernels)
    {
        _resamplers = [new(arena, kernels.Resampling), new(arena, kernels.Resampling), new(arena, kernels.Resampling)];
        _stored = new PlanarImage(arena);
        _upright = new PlanarImage(arena);
        _colors = kernels.Colors;
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
        PlanarImage image = Turn();
        if (_output.HalvesChroma && !image.HalvesChroma)
            image.HalveChroma();
        image.Pad();
        return image;
    }

    /// <summary>Writes the finished output's pixels: of one channel where the source is grey, else red, green and blue.</summary>
    public void FinishPixels(PixelImage pixels)
    {
        PlanarImage image = Turn();
        pixels.Allocate(image.Width, image.Height, PixelsOf(image.PlaneCount));
        for (int y = 0; y < image.Height; y++)
        {
            byte* row = pixels.Row(y);
            if (image.PlaneCount == 1)
                new ReadOnlySpan<byte>(image.Line(0, y), image.Width).CopyTo(new Span<byte>(row, image.Width));
            else if (_color == JpegColor.Rgb)
                _colors.JoinRgb(image.Line(0, y), image.Line(1, y), image.Line(2, y), image.Width, row);
            else
                _colors.JoinYCbCr(image.Line(0, y), image.Line(1, y), image.Line(2, y), image.Width, row);
        }
    }

    /// <summary>The format of the pixels of an image of so many planes.</summary>
    public static PixelFormat PixelsOf(int planeCount) => new(planeCount == 1 ? 1 : 3, 1);

    /// <summary>The planes upright.</summary>
    private PlanarImage Turn()
    {
        if (_output.Orientation.IsUpright)
            return _stored;
        OrientationTransform.Apply(_stored, _upright, _output.Orientation);
        return _upright;
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
