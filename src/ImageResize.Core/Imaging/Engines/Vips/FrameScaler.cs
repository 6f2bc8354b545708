using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Brings the frames of an animation to the size of an output by our own resampler: libvips multiplies colours with alpha, scales and
/// divides them in steps of their own, in 16 bits. For one image, on one thread.
/// </summary>
internal sealed class FrameScaler : IDisposable
{
    private readonly BufferArena _arena = new(BufferAllocator.Default);
    private readonly PixelRenderer _renderer;
    private readonly PixelImage _stored;
    private readonly RenderPlan _plan;
    private readonly Image _roll;
    private readonly int _height;

    /// <param name="roll">The frames as they are stored, below each other; of those that <see cref="CanScale"/> is true for.</param>
    /// <param name="frames">How many they are.</param>
    /// <param name="header">The header of the image, turned by quarters as the request has it.</param>
    /// <param name="request">What is wanted.</param>
    public FrameScaler(Image roll, int frames, ImageHeader header, ScaleRequest request)
    {
        (_roll, _height) = (roll, roll.Height / frames);
        _renderer = new PixelRenderer(_arena, PixelKernels.Best);
        _stored = new PixelImage(_arena);
        SourceRegion region = request.Crop ?? new SourceRegion(0, 0, header.Size.Width, header.Size.Height);
        _plan = new RenderPlan(request.PictureSize.Width, request.PictureSize.Height, region, new Orientation(header.Orientation), new PixelFormat(roll.Bands, 1), default);
    }

    /// <summary>Whether frames are scaled so: those of 8 bits, of colours with or without alpha, and by nothing but scaling.</summary>
    public static bool CanScale(Image roll, ImageHeader header, ScaleRequest request) =>
        roll is { Format: Enums.BandFormat.Uchar, Bands: 3 or 4 } && header is { ColorModel: ColorModel.Rgb, Color.IsNarrowRange: false, Parts: null or { IsPremultiplied: false } }
        && roll.Width == header.StoredSize.Width && request.IsScaledPlainly;

    /// <summary>A frame at the output's size, upright, in the colours that it is stored in.</summary>
    /// <param name="frame">Its number, from 0.</param>
    /// <returns>Pixels that are valid until the next are made.</returns>
    /// <exception cref="VipsException">It cannot be decoded.</exception>
    public Image Scale(int frame)
    {
        var format = new PixelFormat(_roll.Bands, 1);

        // A strip may be read as a whole.
        _stored.Allocate(_roll.Width, (_height + PixelResampler.StripRows - 1) / PixelResampler.StripRows * PixelResampler.StripRows, format);
        using (Image decoded = _roll.ExtractArea(0, frame * _height, _roll.Width, _height))
        {
            IntPtr memory = decoded.WriteToMemory(out _);
            try
            {
                _stored.CopyFrom(memory, _height);
            }
            finally
            {
                NetVips.NetVips.Free(memory);
            }
        }

        _renderer.Begin(_plan, _roll.Width, _height, format);
        _renderer.Take(_stored, 0, _height);
        return VipsPixels.Wrap(_renderer.Finish(), isGray: false, dotsPerInch: 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();
}
