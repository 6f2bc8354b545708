using ImageResize.Jpeg.Markers;
using ImageResize.Pixels;
using ImageResize.Pixels.Resampling;

namespace ImageResize.Jpeg.Scaling;

/// <summary>The geometry of one output: sizes in the stored orientation, in which planes are resampled, and mappings of them.</summary>
internal sealed class OutputGeometry
{
    public OutputGeometry(JpegHeader header, JpegScaleOptions options)
    {
        Options = options;
        Orientation = new Orientation(options.Orientation ?? header.Orientation);
        (int uprightWidth, int uprightHeight) = Orientation.Swaps ? (header.Height, header.Width) : (header.Width, header.Height);
        SourceRegion upright = options.Crop ?? new SourceRegion(0, 0, uprightWidth, uprightHeight);
        Region = Orientation.ToStored(upright, header.Width, header.Height);
        (Width, Height) = Orientation.Swaps ? (options.Height, options.Width) : (options.Width, options.Height);
        PlaneCount = header.ComponentCount;
        HalvesChroma = PlaneCount == 3 && options.HalvesChroma;
        // Red, green and blue are converted after resampling, so they are all needed at full resolution.
        ResamplesHalf = HalvesChroma && header.Color == JpegColor.YCbCr;
    }

    public JpegScaleOptions Options { get; }

    public Orientation Orientation { get; }

    /// <summary>The part of the stored source that is shown.</summary>
    public SourceRegion Region { get; }

    /// <summary>Width of the output as the source is stored.</summary>
    public int Width { get; }

    /// <summary>Height of the output as the source is stored.</summary>
    public int Height { get; }

    public int PlaneCount { get; }

    /// <summary>Whether the output's colour components have half its resolution.</summary>
    public bool HalvesChroma { get; }

    /// <summary>Whether its colour planes are resampled to half the resolution, not halved afterwards.</summary>
    public bool ResamplesHalf { get; }

    /// <summary>Source samples of a component for one output sample, horizontally and vertically.</summary>
    public (double X, double Y) Reduction(FrameHeader frame, int component)
    {
        FrameComponent c = frame.Components[component];
        int factor = IsHalf(component) ? 2 : 1;
        return (Region.Width / Width * factor * c.H / frame.MaxH, Region.Height / Height * factor * c.V / frame.MaxV);
    }

    /// <summary>How the output plane lies over the decoded plane of a component, whose blocks yield columns by rows samples.</summary>
    public (AxisMapping X, AxisMapping Y) Map(FrameHeader frame, int component, int columns, int rows)
    {
        FrameComponent c = frame.Components[component];
        bool isHalf = IsHalf(component);
        AxisMapping x = MapAxis(frame.Width, c.H, frame.MaxH, columns, Region.X, Region.Width, Width, isHalf, Orientation.MirrorsX);
        AxisMapping y = MapAxis(frame.Height, c.V, frame.MaxV, rows, Region.Y, Region.Height, Height, isHalf, Orientation.MirrorsY);
        return (x, y);
    }

    private static AxisMapping MapAxis(
        int sourceSize, int sampling, int maxSampling, int blockSize, double start, double length, int outputSize, bool isHalf, bool isMirrored)
    {
        double samplesPerPixel = (double)(sampling * blockSize) / (maxSampling * 8);
        int inputCount = (int)(((long)sourceSize * sampling * blockSize + maxSampling * 8 - 1) / (maxSampling * 8));
        double step = length * samplesPerPixel / outputSize, offset = start * samplesPerPixel;
        if (!isHalf)
            return new AxisMapping(inputCount, outputSize, offset, step);
        // Colour samples cover pairs of pixels counted from the upright left or top edge. With an odd number of pixels and a
        // mirrored axis, the pairs begin one pixel before the stored edge.
        bool isShifted = isMirrored && outputSize % 2 != 0;
        return new AxisMapping(inputCount, (outputSize + 1) / 2, isShifted ? offset - step : offset, 2 * step);
    }

    private bool IsHalf(int component) => component > 0 && ResamplesHalf;
}
