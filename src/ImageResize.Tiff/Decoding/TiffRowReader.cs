using ImageResize.Metadata.Sources;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Tiff.Compression;
using ImageResize.Tiff.Samples;

namespace ImageResize.Tiff.Decoding;

/// <summary>
/// Decodes the strips or tiles of a TIFF file from top to bottom, and gives the rows to a resampler as they come; in memory is a window of them.
/// What is not perfectly sound is refused, and what was given of it is void. Belongs to one worker and keeps its small buffers.
/// </summary>
/// <param name="arena">The worker's buffers.</param>
internal sealed unsafe class TiffRowReader(BufferArena arena)
{
    private readonly RowWindow _window = new(arena);
    private readonly NativeBuffer _tile = arena.Create();
    private LzwDecoder? _lzw;

    /// <summary>Decodes all rows.</summary>
    /// <param name="source">The file.</param>
    /// <param name="layout">Where its pixels are, of <see cref="TiffLayoutReader"/>.</param>
    /// <param name="renderer">Has begun an output of the picture.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <returns>Whether it was sound; else the renderer has to begin anew.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public bool Read(ByteSource source, TiffLayout layout, PixelRenderer renderer, CancellationToken cancellation) =>
        Read(new SegmentBytes(source), layout, renderer, cancellation);

    /// <inheritdoc cref="Read(ByteSource, TiffLayout, PixelRenderer, CancellationToken)"/>
    /// <param name="bytes">Reads the file's bytes.</param>
    /// <param name="layout">Where its pixels are, of <see cref="TiffLayoutReader"/>.</param>
    /// <param name="renderer">Has begun an output of the picture.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    internal bool Read(SegmentBytes bytes, TiffLayout layout, PixelRenderer renderer, CancellationToken cancellation)
    {
        SegmentDecoder decoder = layout.Coding switch
        {
            TiffCoding.Lzw => _lzw ??= new LzwDecoder(arena),
            TiffCoding.Deflate => new DeflateDecoder(),
            TiffCoding.PackBits => new PackBitsDecoder(layout.SegmentRowBytes),
            _ => new StoredDecoder(),
        };
        try
        {
            bool isSound = layout.IsTiled ? ReadTiles(bytes, layout, renderer, decoder, cancellation) : ReadStrips(bytes, layout, renderer, decoder, cancellation);
            return isSound && _window.IsDone;
        }
        finally
        {
            (decoder as IDisposable)?.Dispose();
        }
    }

    private static void Finish(TiffLayout layout, byte* row, int length)
    {
        if (layout.IsSwapped)
            ByteOrder.Swap(row, length);
        if (layout.HasDifferences)
            Differences.Undo(row, length, layout.Format.BytesPerPixel, layout.Format.BytesPerSample);
    }

    private bool ReadStrips(SegmentBytes bytes, TiffLayout layout, PixelRenderer renderer, SegmentDecoder decoder, CancellationToken cancellation)
    {
        long longest = (long)Math.Min(layout.SegmentHeight, layout.Height) * layout.RowBytes;
        _window.Begin(layout, renderer, (int)Math.Min(decoder.MostSurplus, longest), 1);
        bool isDirect = layout is { Coding: TiffCoding.Stored, IsPlain: true };
        for (int strip = 0, top = 0; top < layout.Height; strip++)
        {
            int rows = Math.Min(layout.SegmentHeight, layout.Height - top);
            bytes.Begin(layout.Offsets[strip], layout.Lengths[strip]);
            decoder.Begin(bytes);
            for (long left = (long)rows * layout.RowBytes; left > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = isDirect ? Pass(bytes, layout, left) : 0;
                if (count == 0)
                {
                    int finished = _window.Held / layout.RowBytes;
                    count = decoder.Decode(_window.Next, (int)Math.Min(left, _window.Wanted - _window.Held), (int)Math.Min(left, _window.Room));
                    if (count <= 0)
                        return false;
                    _window.Add(count);
                    for (int end = _window.Held / layout.RowBytes; finished < end; finished++)
                        Finish(layout, _window.Row(finished), layout.RowBytes);
                    _window.Flush();
                }

                left -= count;
            }

            if (!decoder.IsComplete())
                return false;
            top += rows;
        }

        return true;
    }

    /// <summary>Gives rows to the resampler where they lie in the file; the bytes that were given, 0 where fewer than eight rows lie there.</summary>
    private int Pass(SegmentBytes bytes, TiffLayout layout, long left)
    {
        ReadOnlySpan<byte> stored = bytes.Look();

        // So many bytes behind a row are read and not heeded.
        int behind = PixelResampler.RowPadding * layout.Format.BytesPerSample;
        int rows = (int)(Math.Min(left, stored.Length - behind) / layout.RowBytes);
        fixed (byte* first = stored)
        {
            int count = _window.Pass(first, Math.Max(rows, 0)) * layout.RowBytes;
            bytes.Take(count);
            return count;
        }
    }

    private bool ReadTiles(SegmentBytes bytes, TiffLayout layout, PixelRenderer renderer, SegmentDecoder decoder, CancellationToken cancellation)
    {
        int rowBytes = layout.SegmentRowBytes, tileBytes = rowBytes * layout.SegmentHeight;
        _window.Begin(layout, renderer, 0, Math.Min(layout.SegmentHeight, layout.Height));
        byte* tile = _tile.Require(tileBytes + SegmentDecoder.Slack);
        for (int top = 0; top < layout.Height; top += layout.SegmentHeight)
        {
            int rows = Math.Min(layout.SegmentHeight, layout.Height - top), first = _window.Held / layout.RowBytes;
            for (int i = 0, across = layout.Across; i < across; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                int number = top / layout.SegmentHeight * across + i;
                bytes.Begin(layout.Offsets[number], layout.Lengths[number]);
                decoder.Begin(bytes);
                if (decoder.Decode(tile, tileBytes, tileBytes) != tileBytes || !decoder.IsComplete())
                    return false;
                int left = i * rowBytes, shown = Math.Min(rowBytes, layout.RowBytes - left);
                for (int y = 0; y < rows; y++)
                {
                    byte* row = tile + (nint)y * rowBytes;
                    Finish(layout, row, rowBytes);
                    Buffer.MemoryCopy(row, _window.Row(first + y) + left, shown, shown);
                }
            }

            _window.Add(rows * layout.RowBytes);
            _window.Flush();
        }

        return true;
    }
}
