using ImageResize.Metadata.Sources;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Tiff.Compression;
using ImageResize.Tiff.Decoding;

namespace ImageResize.Tiff.Tests;

/// <summary>Decodes a file at its own size.</summary>
internal static class Decoded
{
    /// <summary>The pixels; null where the reader refuses the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isStreamed">Whether it is read through a small window, as a file that is not in memory is.</param>
    public static byte[]? Read(byte[] file, bool isStreamed = false)
    {
        using var stream = new MemoryStream(file);
        ByteSource source = isStreamed ? new StreamSource(stream) : new MemorySource(file);
        if (TiffLayoutReader.Read(source) is not { } layout)
            return null;
        using var arena = new BufferArena(BufferAllocator.Default);
        var renderer = new PixelRenderer(arena, PixelKernels.Best);
        var plan = new RenderPlan(layout.Width, layout.Height, new SourceRegion(0, 0, layout.Width, layout.Height), new Orientation(1), layout.Format, default);
        renderer.Begin(plan, layout.Width, layout.Height, layout.Format);
        if (!new TiffRowReader(arena).Read(new SegmentBytes(source, 8192), layout, renderer, default))
            return null;
        PixelImage image = renderer.Finish();
        var pixels = new List<byte>();
        for (int y = 0; y < layout.Height; y++)
            pixels.AddRange(image.RowBytes(y));
        return [.. pixels];
    }
}
