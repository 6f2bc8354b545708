using ImageResize.Jpeg.Encoding;
using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Metadata.Jpeg;
using ImageResize.Pixels;
using ImageResize.Pixels.Resampling;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// Everything about a job that follows from the header and the options, before any memory is taken: both the estimate of
/// the memory and the work itself go by it.
/// </summary>
internal sealed class ScalePlan
{
    /// <summary>Managed objects, and what the metadata are rewritten in.</summary>
    private const long ManagedBytes = 256 * 1024;

    public ScalePlan(JpegHeader header, IReadOnlyList<JpegScaleOptions> options)
    {
        Header = header;
        foreach (JpegScaleOptions option in options)
            option.Validate(header.Width, header.Height, header.Orientation);
        Outputs = [.. options.Select(o => new OutputGeometry(header, o))];
        Components = [.. Enumerable.Range(0, header.ComponentCount).Select(i => ComponentPlan.Create(header, i, Outputs))];
    }

    public JpegHeader Header { get; }

    public OutputGeometry[] Outputs { get; }

    public ComponentPlan[] Components { get; }

    /// <summary>The memory that the job takes at most, in bytes.</summary>
    public long Bytes
    {
        get
        {
            long bytes = EntropySegment.MaxWindowBytes + McuLayout.MaxBytes + ManagedBytes;
            foreach (ComponentPlan component in Components)
                bytes += component.Bytes;
            foreach (OutputGeometry output in Outputs)
                bytes += BytesOf(output);
            foreach (MetadataSegment segment in Header.Segments)
                bytes += 4L * segment.Length;
            return bytes + Outputs.Max(BytesToFinish);
        }
    }

    public (AxisMapping X, AxisMapping Y) Map(OutputGeometry output, int component) =>
        output.Map(Header.Frame, component, Components[component].Columns, Components[component].Rows);

    private static long BytesToFinish(OutputGeometry output) => output.Options.IsPixels
        ? PixelImage.BytesFor(output.Width, output.Height, OutputRenderer.PixelsOf(output.PlaneCount))
        : JpegEncoder.BytesFor(output.Width, output.Height, output.PlaneCount, output.HalvesChroma, output.Options.Progressive);

    private long BytesOf(OutputGeometry output)
    {
        long bytes = PlanarImage.BytesFor(output.Width, output.Height, output.PlaneCount, output.ResamplesHalf, !output.Orientation.IsUpright);
        for (int i = 0; i < Components.Length; i++)
        {
            (AxisMapping x, AxisMapping y) = Map(output, i);
            bytes += PlaneResampler.BytesFor(x, y);
        }

        return bytes;
    }
}
