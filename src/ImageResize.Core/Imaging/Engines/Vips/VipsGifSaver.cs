using System.Runtime.InteropServices;
using ImageResize.Bitmaps;
using ImageResize.Bitmaps.Gif;
using ImageResize.Files;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Encodes GIF by our own encoder, which finds palettes and mixes their colours several times as fast as that of libvips. It is left to libvips
/// where more effort is asked for, which there goes into finding what need not be mixed, and where the pixels are too many for memory. Stateless.
/// </summary>
internal static class VipsGifSaver
{
    /// <summary>The effort up to which both encoders do the same.</summary>
    private const int LeastSearch = 6;

    /// <summary>What results call it.</summary>
    public static readonly string Name = $"ImageResize.Bitmaps {typeof(GifEncoder).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>Whether an image is encoded so.</summary>
    public static bool CanSave(Image image, ScaleRequest request) =>
        CanSave(request) && image is { Format: Enums.BandFormat.Uchar, Bands: <= 4 } && (long)image.Width * image.PageHeight <= VipsOutput.InMemoryPixels;

    /// <summary>Whether an image of 8 bits is encoded so, as far as the request tells.</summary>
    public static bool CanSave(ScaleRequest request) => (request.Effort ?? 0) < LeastSearch && request.Size.Area <= VipsOutput.InMemoryPixels;

    /// <summary>Writes a GIF file.</summary>
    /// <param name="image">The frames, below each other.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="dither">The share of a palette's errors that is handed on to neighbours, 0 to 1.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <exception cref="VipsException">The pixels cannot be computed.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static void Save(Image image, OutputBuffer target, double dither, CancellationToken cancellation)
    {
        GifEncoder.Write(new Frames(image), VipsFrames.PlaysOf(image), dither, target, cancellation);
    }

    /// <summary>How long a frame is shown, in hundredths of a second.</summary>
    public static int DelayOf(Image roll, int frame) => Math.Clamp((int)Math.Round(VipsFrames.DelayOf(roll, frame) / 10.0), 0, ushort.MaxValue);

    /// <summary>The pixels of a frame of 8 bits: red in the lowest byte, alpha in the highest.</summary>
    /// <exception cref="VipsException">They cannot be computed.</exception>
    public static void Read(Image frame, Span<uint> target)
    {
        using Image colors = frame.Bands < 3 ? frame.Colourspace(Enums.Interpretation.Srgb) : frame.Copy();
        IntPtr memory = colors.WriteToMemory(out _);
        try
        {
            // All rows as one.
            int count = colors.Width * colors.Height;
            Take(new PixelRows(memory, count, 1, colors.Bands).Row(0), colors.Bands, target[..count]);
        }
        finally
        {
            NetVips.NetVips.Free(memory);
        }
    }

    private static void Take(ReadOnlySpan<byte> pixels, int bands, Span<uint> target)
    {
        if (bands == 4)
        {
            MemoryMarshal.Cast<byte, uint>(pixels).CopyTo(target);
            return;
        }

        for (int x = 0; x < target.Length; x++, pixels = pixels[3..])
            target[x] = pixels[0] | (uint)pixels[1] << 8 | (uint)pixels[2] << 16 | 0xFF00_0000;
    }

    private sealed class Frames(Image roll) : IGifFrames
    {
        public int Width => roll.Width;

        public int Height => roll.PageHeight;

        public int Count => VipsFrames.Count(roll);

        public int DelayOf(int frame) => VipsGifSaver.DelayOf(roll, frame);

        public void Read(int frame, Span<uint> target)
        {
            using Image one = roll.ExtractArea(0, frame * Height, Width, Height);
            VipsGifSaver.Read(one, target);
        }
    }
}
