using System.Buffers;
using System.IO.Compression;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Png;
using ImageResize.Png.Animation;
using ImageResize.Png.Encoding;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Encodes animated PNG, which libvips does not write, from its frames; one of them is in memory at a time. Stateless.</summary>
internal static class VipsAnimatedPngSaver
{
    /// <summary>Writes all frames with their times and the profile.</summary>
    /// <param name="roll">The frames, of 8 or 16 bits.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="isInterlaced">Whether the frames come in passes.</param>
    /// <param name="effort">How hard to compress, 0 to 10; null for what suits many images.</param>
    /// <param name="keepsProfile">Whether the profile of the image is written.</param>
    public static void Save(Image roll, IBufferWriter<byte> target, bool isInterlaced, int? effort, bool keepsProfile)
    {
        using var arena = new BufferArena(BufferAllocator.Default);
        var encoder = new AnimationEncoder(arena);
        var frame = new PixelImage(arena);
        int frames = VipsFrames.Count(roll);
        var options = new PngScaleOptions
        {
            Width = roll.Width,
            Height = roll.PageHeight,
            Progressive = isInterlaced,
            Effort = effort,
            Chunks = [.. ChunksOf(roll, keepsProfile)],
        };
        encoder.Begin(new AnimationOptions(options, IsGray: roll.Bands < 3, frames, VipsFrames.PlaysOf(roll)), target);
        for (int i = 0; i < frames; i++)
        {
            using Image part = roll.ExtractArea(0, i * roll.PageHeight, roll.Width, roll.PageHeight);
            VipsPixels.CopyTo(part, frame);
            FrameDelay delay = FrameDelay.FromMilliseconds(VipsFrames.DelayOf(roll, i));
            encoder.Add(frame, delay.Numerator, delay.Denominator, CancellationToken.None);
        }

        encoder.Complete();
    }

    private static IEnumerable<PngRawChunk> ChunksOf(Image roll, bool keepsProfile)
    {
        if (keepsProfile && roll.Contains("icc-profile-data"))
            yield return ProfileChunk((byte[])roll.Get("icc-profile-data"));
        if (VipsPixels.DensityOf(roll) is > 0 and var density)
            yield return PngRawChunk.OfDensity(density);
    }

    /// <summary>A name, the method of compression, and the profile (PNG specification, third edition, 11.3.2.3).</summary>
    private static PngRawChunk ProfileChunk(byte[] profile)
    {
        using var data = new MemoryStream();
        data.Write("ICC profile\0\0"u8);
        using (var deflate = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(profile);
        return new PngRawChunk("iCCP", data.ToArray());
    }
}
