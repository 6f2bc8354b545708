using ImageResize.Files;
using ImageResize.Metadata.Sources;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Tiff;
using ImageResize.Tiff.Decoding;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Brings pixels that libvips decodes to the size of an output by our own resampler, a strip at a time as they are decoded, and turns
/// them upright. Those of a sound, ordinary TIFF come from our own reader (src/ImageResize.Tiff), and from libvips, from the first on, where it finds
/// anything wrong: what is to be said of an image is libvips' to say. Belongs to one worker and keeps its small buffers.
/// </summary>
/// <param name="encoder">Knows the format that an output's pixels should come in.</param>
internal sealed class StripScaler(IPixelEncoder encoder) : IDisposable
{
    /// <summary>Bytes of small native buffers that are kept from one image to the next.</summary>
    private const long KeptBytes = 1 << 20;

    /// <summary>Bytes of a strip, more or less: few enough to stay in the cache from the decoder to the resampler.</summary>
    private const int StripBytes = 128 << 10;

    private static readonly string TiffName = $"ImageResize.Tiff {typeof(TiffRowReader).Assembly.GetName().Version!.ToString(3)}";

    private readonly BufferArena _arena = new(BufferAllocator.Default);
    private Buffers? _buffers;

    /// <summary>Whether our own reader reads the TIFFs that it can; off for comparison.</summary>
    public bool ReadsTiff { get; set; } = true;

    /// <summary>What decoded the last image, as results call it.</summary>
    public string Decoder { get; private set; } = VipsEngine.Name;

    /// <summary>How many images our own reader has read.</summary>
    public int TiffsRead { get; private set; }

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
    /// <param name="input">Its file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="request">What is wanted, of which <see cref="CanScale"/> is true.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <returns>Pixels that are valid until the next are made or <see cref="Trim"/> is called.</returns>
    /// <exception cref="VipsException">libvips cannot decode it.</exception>
    /// <exception cref="ImageResizeException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public PixelImage? Scale(Image decoded, ImageInput input, ImageHeader header, ScaleRequest request, CancellationToken cancellation)
    {
        if (decoded.Bands != header.Channels || decoded.Format is not (Enums.BandFormat.Uchar or Enums.BandFormat.Ushort))
            return null;
        var format = new PixelFormat(decoded.Bands, decoded.Format == Enums.BandFormat.Ushort ? sizeof(ushort) : sizeof(byte));
        Buffers buffers = _buffers ??= new Buffers(_arena);
        RenderPlan plan = PlanFor(decoded, format, header, request);
        buffers.Renderer.Begin(plan, decoded.Width, decoded.Height, format);
        if (ReadTiff(decoded, input, header, format, buffers, cancellation) is { } isSound)
        {
            if (isSound)
            {
                Decoder = TiffName;
                return buffers.Renderer.Finish();
            }

            buffers.Renderer.Begin(plan, decoded.Width, decoded.Height, format);
        }

        Decoder = VipsEngine.Name;
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

    /// <summary>Has our own reader give the rows; null where the file is none for it, false where it turned out not to be sound.</summary>
    private bool? ReadTiff(Image decoded, ImageInput input, ImageHeader header, PixelFormat format, Buffers buffers, CancellationToken cancellation)
    {
        if (!ReadsTiff || header is not { Format: ImageFormat.Tiff, Parts: { MainDirectory: 0 } parts })
            return null;
        try
        {
            using Stream? stream = input.IsWhole && parts.PageLinks.IsEmpty ? null : TiffPageAlone.Open(input, parts.PageLinks);
            ByteSource source = stream is null ? new MemorySource(input.Memory) : new StreamSource(stream);
            if (TiffLayoutReader.Read(source) is not { } layout || (layout.Width, layout.Height, layout.Format) != (decoded.Width, decoded.Height, format))
                return null;
            bool isSound = buffers.Tiff.Read(source, layout, buffers.Renderer, cancellation);
            TiffsRead += isSound ? 1 : 0;
            return isSound;
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }
    }

    private static int ColorChannels(ImageHeader header) => header.ColorModel == ColorModel.Gray ? 1 : 3;

    private static int RowsOf(int width, PixelFormat format) =>
        Math.Max(StripBytes / Math.Max(1, width * format.BytesPerPixel) / PixelResampler.StripRows, 1) * PixelResampler.StripRows;

    private RenderPlan PlanFor(Image decoded, PixelFormat format, ImageHeader header, ScaleRequest request) =>
        PlanFor(new PixelSize(decoded.Width, decoded.Height), encoder.FormatFor(format, header, request), header, request);

    /// <summary>What an output shows. A decoder that made the image smaller made the part that is shown smaller, too.</summary>
    /// <param name="size">The size of the decoded image as it is stored.</param>
    /// <param name="format">The format of the output's pixels.</param>
    /// <param name="header">The header.</param>
    /// <param name="request">What is wanted.</param>
    public static RenderPlan PlanFor(PixelSize size, PixelFormat format, ImageHeader header, ScaleRequest request)
    {
        ImageHeader turned = header.Turned(request.Edits);
        var orientation = new Orientation(turned.Orientation);
        PixelSize upright = orientation.Swaps ? size.Transposed : size;
        double across = (double)upright.Width / turned.Size.Width, down = (double)upright.Height / turned.Size.Height;
        SourceRegion region = request.Crop is { } crop
            ? new SourceRegion(crop.X * across, crop.Y * down, crop.Width * across, crop.Height * down)
            : new SourceRegion(0, 0, upright.Width, upright.Height);
        PictureColor background = request.Edits.BackgroundFor(request.Format, header.HasAlpha);
        return new RenderPlan(request.PictureSize.Width, request.PictureSize.Height, region, orientation, format, (background.Red, background.Green, background.Blue));
    }

    private sealed class Buffers(BufferArena arena)
    {
        public PixelRenderer Renderer { get; } = new(arena, PixelKernels.Best);

        public PixelImage Strip { get; } = new(arena);

        public TiffRowReader Tiff { get; } = new(arena);
    }
}
