using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Brings pixels that libvips decodes to the size of an output by our own resampler, a strip at a time as they are decoded, and turns
/// them upright. Belongs to one worker and keeps its small buffers.
/// </summary>
/// <param name="encoder">Knows the format that an output's pixels should come in.</param>
internal sealed class StripScaler(IPixelEncoder encoder) : IDisposable
{
    /// <summary>Bytes of small native buffers that are kept from one image to the next.</summary>
    private const long KeptBytes = 1 << 20;

    /// <summary>Bytes of a strip, more or less: few enough to stay in the cache from the decoder to the resampler.</summary>
    private const int StripBytes = 128 << 10;

    private readonly BufferArena _arena = new(BufferAllocator.Default);
    private Buffers? _buffers;

    /// <summary>
    /// Whether an output is made so. Steps that libvips has, and colours and samples that are brought into a common form first, are left to it;
    /// and what it need not hold as a whole.
    /// </summary>
    public static bool CanScale(ImageHeader header, ScaleRequest request) =>
        header is { Format: ImageFormat.Tiff or ImageFormat.WebP or ImageFormat.Avif or ImageFormat.Gif, BitDepth: 8 or 16, ColorModel: ColorModel.Gray or ColorModel.Rgb, Color.IsNarrowRange: false, Parts: { IsPremultiplied: false } }
        && header.Channels == ColorChannels(header) + (header.HasAlpha ? 1 : 0) && header is not { ColorModel: ColorModel.Gray, HasAlpha: true }
        && request.IsScaledPlainly && request.Frame is null && (!request.AllFrames || header.Pages == 1) && request.Size.Area <= VipsOutput.InMemoryPixels
        // An AVIF of 10 bits becomes one of 10 bits by what libvips remembers of it.
        && (header.BitDepth == 8 || request.Format != ImageFormat.Avif)
        && ColorPlan.For(header, request) is { CodePoints: null, SpreadsRange: false, MapsTones: false };

    /// <summary>The pixels of an output; null where what libvips decodes is not what the header has told.</summary>
    /// <param name="decoded">The image, or one that its decoder made smaller.</param>
    /// <param name="header">Its header.</param>
    /// <param name="request">What is wanted, of which <see cref="CanScale"/> is true.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <returns>Pixels that are valid until the next are made or <see cref="Trim"/> is called.</returns>
    /// <exception cref="VipsException">libvips cannot decode it.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public PixelImage? Scale(Image decoded, ImageHeader header, ScaleRequest request, CancellationToken cancellation)
    {
        if (decoded.Bands != header.Channels || decoded.Format is not (Enums.BandFormat.Uchar or Enums.BandFormat.Ushort))
            return null;
        var format = new PixelFormat(decoded.Bands, decoded.Format == Enums.BandFormat.Ushort ? sizeof(ushort) : sizeof(byte));
        Buffers buffers = _buffers ??= new Buffers(_arena);
        buffers.Renderer.Begin(PlanFor(decoded, format, header, request), decoded.Width, decoded.Height, format);
        buffers.Strip.Allocate(decoded.Width, RowsOf(decoded.Width, format), format);
        using var strips = new VipsStrips(decoded, buffers.Strip);
        for (int top = 0, rows; (rows = strips.Read(top)) > 0; top += rows)
        {
            cancellation.ThrowIfCancellationRequested();
            buffers.Renderer.Take(buffers.Strip, top, rows);
        }

        return buffers.Renderer.Finish();
    }

    /// <summary>Gives large buffers back for whoever comes next.</summary>
    public void Trim() => _arena.TrimAbove(KeptBytes);

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private static int ColorChannels(ImageHeader header) => header.ColorModel == ColorModel.Gray ? 1 : 3;

    private static int RowsOf(int width, PixelFormat format) =>
        Math.Max(StripBytes / Math.Max(1, width * format.BytesPerPixel) / PixelResampler.StripRows, 1) * PixelResampler.StripRows;

    /// <summary>A decoder that made the image smaller made the part that is shown smaller, too.</summary>
    private RenderPlan PlanFor(Image decoded, PixelFormat format, ImageHeader header, ScaleRequest request)
    {
        ImageHeader turned = header.Turned(request.Edits);
        var orientation = new Orientation(turned.Orientation);
        var size = new PixelSize(decoded.Width, decoded.Height);
        PixelSize upright = orientation.Swaps ? size.Transposed : size;
        double across = (double)upright.Width / turned.Size.Width, down = (double)upright.Height / turned.Size.Height;
        SourceRegion region = request.Crop is { } crop
            ? new SourceRegion(crop.X * across, crop.Y * down, crop.Width * across, crop.Height * down)
            : new SourceRegion(0, 0, upright.Width, upright.Height);
        PictureColor background = request.Edits.BackgroundFor(request.Format, header.HasAlpha);
        return new RenderPlan(
            request.PictureSize.Width, request.PictureSize.Height, region, orientation, encoder.FormatFor(format, header, request), (background.Red, background.Green, background.Blue));
    }

    private sealed class Buffers(BufferArena arena)
    {
        public PixelRenderer Renderer { get; } = new(arena, PixelKernels.Best);

        public PixelImage Strip { get; } = new(arena);
    }
}
