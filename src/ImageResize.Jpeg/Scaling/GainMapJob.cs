using System.Buffers;
using ImageResize.Jpeg.Markers;
using ImageResize.Pixels;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// The gain maps of the outputs that keep one (Ultra HDR, ISO 21496-1). A gain map is a small JPEG image that lies over the
/// primary one and says how much brighter each place may be shown. It is scaled, cropped and turned as the primary image
/// is; what its numbers mean does not depend on its size, so its metadata are carried as they are.
/// </summary>
internal sealed class GainMapJob
{
    private readonly ArrayBufferWriter<byte>?[] _encoded;

    private GainMapJob(JpegHeader header, EmbeddedGainMap gainMap, IReadOnlyList<JpegScaleOptions> outputs)
    {
        GainMap = gainMap;
        _encoded = [.. outputs.Select(output => output.KeepsGainMap ? new ArrayBufferWriter<byte>() : null)];
        Options = [.. outputs.Where(output => output.KeepsGainMap).Select(output => OptionsFor(header, gainMap.Header, output))];
        Plan = new ScalePlan(gainMap.Header, Options);
    }

    public EmbeddedGainMap GainMap { get; }

    /// <summary>How each gain map is made, in the order of the outputs that keep one.</summary>
    public JpegScaleOptions[] Options { get; }

    public ScalePlan Plan { get; }

    /// <summary>Where the gain maps are encoded to, likewise.</summary>
    public JpegOutput[] Outputs => [.. _encoded.OfType<ArrayBufferWriter<byte>>().Select((target, i) => new JpegOutput(Options[i], target))];

    /// <summary>
    /// Managed memory, in bytes, that the encoded gain maps take, and the primary images that wait for their index. Few
    /// images take more than a byte a pixel, and the writer doubles its buffer.
    /// </summary>
    public long Bytes => 3 * Options.Sum(options => (long)options.Width * options.Height);

    /// <summary>The job for outputs of an image; null where none of them keeps a gain map.</summary>
    public static GainMapJob? Create(JpegHeader header, IReadOnlyList<JpegScaleOptions> outputs) =>
        header.GainMap is { } gainMap && outputs.Any(output => output.KeepsGainMap) ? new GainMapJob(header, gainMap, outputs) : null;

    /// <summary>The file that an output becomes; null where it keeps no gain map.</summary>
    public MultiPictureFile? FileFor(int output) => _encoded[output] is { } encoded ? new MultiPictureFile(encoded.WrittenMemory) : null;

    /// <summary>The same part of the picture, at the same share of the gain map's resolution.</summary>
    private static JpegScaleOptions OptionsFor(JpegHeader primary, JpegHeader gainMap, JpegScaleOptions output)
    {
        int orientation = output.Orientation ?? primary.Orientation;
        bool swaps = orientation >= 5;
        (int primaryWidth, int primaryHeight) = swaps ? (primary.Height, primary.Width) : (primary.Width, primary.Height);
        (int mapWidth, int mapHeight) = swaps ? (gainMap.Height, gainMap.Width) : (gainMap.Width, gainMap.Height);
        double across = (double)mapWidth / primaryWidth, down = (double)mapHeight / primaryHeight;
        return output with
        {
            Width = SizeOf(output.Width * across),
            Height = SizeOf(output.Height * down),
            Crop = output.Crop is { } crop ? RegionOf(crop, across, down, mapWidth, mapHeight) : null,
            Orientation = orientation,
            Progressive = false,
            Artist = null,
            Copyright = null,
        };
    }

    private static int SizeOf(double exact) => Math.Clamp((int)Math.Ceiling(exact - 1e-6), 1, JpegScaleOptions.MaxDimension);

    private static SourceRegion RegionOf(SourceRegion region, double across, double down, int width, int height)
    {
        (int x, int wide) = AxisOf(region.X, region.Width, across, width);
        (int y, int high) = AxisOf(region.Y, region.Height, down, height);
        return new SourceRegion(x, y, wide, high);
    }

    private static (int Start, int Length) AxisOf(double start, double length, double scale, int size)
    {
        int first = Math.Clamp((int)Math.Round(start * scale), 0, size - 1);
        int end = Math.Clamp((int)Math.Round((start + length) * scale), first + 1, size);
        return (first, end - first);
    }
}
