using System.Buffers;
using System.Buffers.Binary;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Png.Chunks;
using ImageResize.Png.Decoding;
using ImageResize.Png.Deflating;

namespace ImageResize.Png.Encoding;

/// <summary>
/// Writes PNG files. Whether rows are filtered is decided by a trial, unless hardly a pixel repeats: a few bands of them are deflated both ways. An image of few
/// colours is written with a palette where that makes it smaller, and so is one whose source has a palette where few colours look like
/// those that scaling made.
/// </summary>
internal sealed unsafe class PngEncoder
{
    /// <summary>Rows of a band of the trial, and how many bands there are, spread over the image.</summary>
    private const int BandRows = 10, Bands = 4;

    /// <summary>From this effort on a third way of deflating is tried.</summary>
    private const int SearchingEffort = 6;

    /// <summary>
    /// The share of pixels that are like their left neighbours below which no trial is needed: photos without plain areas have up to 0.2, where filters
    /// save an eighth at least; screenshots have 0.75 and more.
    /// </summary>
    private const double DrawingRepetition = 0.25;

    private readonly RowFilter _filter;
    private readonly RunDeflater _runs;
    private readonly byte[] _chunk = ImageDataStream.CreateBuffer();

    public PngEncoder(BufferArena arena)
    {
        _filter = new RowFilter(arena);
        _runs = new RunDeflater(arena);
    }

    /// <summary>The native memory for an output.</summary>
    public static long BytesFor(int width, int height, PixelFormat format)
    {
        long small = (long)width * height * format.BytesPerPixel;
        // An image of few colours is written twice, into memory, to compare.
        return RunDeflater.Bytes + RowFilter.BytesFor((long)width * format.BytesPerPixel) + (format is { Channels: > 1, BytesPerSample: 1 } ? small / 2 + Math.Min(ColorQuantizer.Bytes, 128L * width * height) : 0);
    }

    /// <inheritdoc cref="ChunkOrder.Validate"/>
    public static void Validate(IReadOnlyList<PngRawChunk> chunks) => ChunkOrder.Validate(chunks);

    /// <summary>Writes an image.</summary>
    /// <param name="image">Its pixels.</param>
    /// <param name="isGray">Whether red, green and blue are the same everywhere.</param>
    /// <param name="options">Whether it is interlaced, whether it had a palette, how hard to compress, and its chunks.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="cancellation">Stops the work within a row.</param>
    public void Encode(PixelImage image, bool isGray, PngScaleOptions options, IBufferWriter<byte> target, CancellationToken cancellation)
    {
        var plain = new StoredImage(image, isGray, null);
        bool mayHavePalette = !isGray && image.Format is { Channels: > 1, BytesPerSample: 1 };
        if (mayHavePalette && ImagePalette.TryCreate(image) is { } palette)
        {
            var indexed = new ArrayBufferWriter<byte>();
            Write(new StoredImage(image, isGray, palette), options, indexed, cancellation);
            var direct = new ArrayBufferWriter<byte>();
            Write(plain, options, direct, cancellation);
            target.Write(indexed.WrittenCount < direct.WrittenCount ? indexed.WrittenSpan : direct.WrittenSpan);
            return;
        }

        if (mayHavePalette && options.KeepsPalette && ColorQuantizer.TryQuantize(image) is { } few && new StoredImage(image, isGray, few) is var reduced && IsSmaller(reduced, plain))
            plain = reduced;
        Write(plain, options, target, cancellation);
    }

    /// <summary>Whether a few bands of rows say that an image with a palette takes fewer bytes.</summary>
    private bool IsSmaller(StoredImage indexed, StoredImage direct)
    {
        long filtered = DeflateBands(direct, isFiltered: true, searches: false, effort: null);
        long plain = DeflateBands(direct, isFiltered: false, searches: true, effort: null);
        return DeflateBands(indexed, isFiltered: false, searches: true, effort: null) < Math.Min(filtered, plain);
    }

    /// <summary>Writes all before the image data, but for a palette.</summary>
    /// <param name="chunks">Where to write.</param>
    /// <param name="image">The image, or the first frame of an animation.</param>
    /// <param name="isGray">Whether red, green and blue are the same everywhere.</param>
    /// <param name="options">Whether it is interlaced, and its chunks.</param>
    public static void WriteStart(ChunkWriter chunks, PixelImage image, bool isGray, PngScaleOptions options)
    {
        chunks.WriteSignature();
        WriteHeader(chunks, new StoredImage(image, isGray, null), options.Progressive);
        ChunkOrder.WriteBeforePalette(chunks, options.Chunks);
        ChunkOrder.WriteBeforeImage(chunks, options.Chunks);
    }

    /// <summary>Writes the data of a frame, whose pixels are stored as they are.</summary>
    /// <param name="chunks">Where to write.</param>
    /// <param name="image">The frame.</param>
    /// <param name="isGray">Whether red, green and blue are the same everywhere.</param>
    /// <param name="options">Whether the file is interlaced, and how hard to compress.</param>
    /// <param name="numbers">The numbers of its chunks; null for the first frame, which is the image of the file.</param>
    /// <param name="cancellation">Stops the work within a row.</param>
    public void WriteFrame(ChunkWriter chunks, PixelImage image, bool isGray, PngScaleOptions options, FrameNumbers? numbers, CancellationToken cancellation) =>
        WriteImageData(chunks, new StoredImage(image, isGray, null), options, numbers, cancellation);

    private void Write(StoredImage image, PngScaleOptions options, IBufferWriter<byte> target, CancellationToken cancellation)
    {
        var chunks = new ChunkWriter(target);
        chunks.WriteSignature();
        WriteHeader(chunks, image, options.Progressive);
        ChunkOrder.WriteBeforePalette(chunks, options.Chunks);
        if (image.Palette is { } palette)
        {
            chunks.Write(ChunkType.Palette, palette.CreateChunk());
            byte[] transparency = palette.CreateTransparency();
            if (transparency.Length > 0)
                chunks.Write(ChunkType.Transparency, transparency);
        }

        ChunkOrder.WriteBeforeImage(chunks, options.Chunks);
        WriteImageData(chunks, image, options, null, cancellation);
        chunks.Write(ChunkType.End, []);
    }

    private static void WriteHeader(ChunkWriter chunks, StoredImage image, bool isInterlaced)
    {
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = (byte)image.Depth;
        header[9] = (byte)image.Color;
        header[10..12].Clear();
        header[12] = isInterlaced ? (byte)1 : (byte)0;
        chunks.Write(ChunkType.Header, header);
    }

    private void WriteImageData(ChunkWriter chunks, StoredImage image, PngScaleOptions options, FrameNumbers? numbers, CancellationToken cancellation)
    {
        (bool isFiltered, bool searches) = image.Depth >= 8 && image.Palette is null ? ChooseWay(image, options.Effort) : (false, true);
        var data = new ImageDataStream(chunks, _chunk, numbers);
        // A palette of fewer colours than there were has cost more already, and repeats itself more.
        int? effort = options.Effort ?? (image.Palette is { IsReduced: true } ? SearchingDeflater.SmallestLevel : null);
        IRowDeflater deflater = StartDeflater(data, searches, effort);
        try
        {
            if (options.Progressive)
            {
                foreach (Adam7Pass pass in Adam7Pass.All)
                    WritePass(deflater, image, pass, isFiltered, cancellation);
            }
            else
            {
                WritePass(deflater, image, new Adam7Pass(0, 0, 1, 1), isFiltered, cancellation);
            }
        }
        finally
        {
            deflater.Complete();
        }

        data.Complete();
    }

    private void WritePass(IRowDeflater deflater, StoredImage image, Adam7Pass pass, bool isFiltered, CancellationToken cancellation)
    {
        int columns = pass.Columns(image.Width), rows = pass.Rows(image.Width, image.Height);
        if (rows == 0)
            return;
        _filter.Begin(image.RowBytes(columns), image.PixelBytes);
        for (int i = 0; i < rows; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            image.Pack(pass.Y + i * pass.StepY, pass.X, pass.StepX, columns, _filter.Row);
            deflater.Write(isFiltered ? _filter.Filter() : _filter.Keep());
        }
    }

    /// <summary>Filters what hardly repeats itself; else deflates a few bands of rows filtered and as they are, and with some effort filtered rows by repetitions, too.</summary>
    private (bool IsFiltered, bool Searches) ChooseWay(StoredImage image, int? effort)
    {
        if (!(effort >= SearchingEffort) && FindRepetition(image) < DrawingRepetition)
            return (true, false);
        long runs = DeflateBands(image, isFiltered: true, searches: false, effort);
        long plain = DeflateBands(image, isFiltered: false, searches: true, effort);
        long repetitions = effort >= SearchingEffort ? DeflateBands(image, isFiltered: true, searches: true, effort) : long.MaxValue;
        return plain <= Math.Min(runs, repetitions) ? (false, true) : (true, repetitions < runs);
    }

    /// <summary>How many pixels of the bands are like the one to their left: few of a photo, most of a drawing.</summary>
    private double FindRepetition(StoredImage image)
    {
        int pixelBytes = image.PixelBytes, length = image.RowBytes(image.Width);
        ulong mask = ulong.MaxValue >> 8 * (sizeof(ulong) - pixelBytes);
        long repeated = 0, count = 0;
        _filter.Begin(length, pixelBytes);
        byte* row = _filter.Row;
        foreach (int first in BandsOf(image))
        {
            for (int y = first; y < first + Math.Min(BandRows, image.Height); y++)
            {
                image.Pack(y, 0, 1, image.Width, row);
                for (int x = pixelBytes; x < length; x += pixelBytes)
                {
                    if (((*(ulong*)(row + x) ^ *(ulong*)(row + x - pixelBytes)) & mask) == 0)
                        repeated++;
                }

                count += image.Width;
            }
        }

        return (double)repeated / count;
    }

    /// <summary>The first rows of the bands.</summary>
    private static IEnumerable<int> BandsOf(StoredImage image)
    {
        int band = Math.Min(BandRows, image.Height), bands = Math.Min(Bands, image.Height / band);
        for (int i = 0; i < bands; i++)
            yield return (int)((long)(image.Height - band) * (2 * i + 1) / (2 * bands));
    }

    private long DeflateBands(StoredImage image, bool isFiltered, bool searches, int? effort)
    {
        var counter = new ImageDataStream(null, _chunk);
        IRowDeflater deflater = StartDeflater(counter, searches, effort);
        foreach (int first in BandsOf(image))
        {
            _filter.Begin(image.RowBytes(image.Width), image.PixelBytes);
            for (int y = Math.Max(first - 1, 0); y < first + Math.Min(BandRows, image.Height); y++)
            {
                image.Pack(y, 0, 1, image.Width, _filter.Row);
                ReadOnlySpan<byte> row = isFiltered ? _filter.Filter() : _filter.Keep();
                // The row above the band is there to be filtered against.
                if (y >= first)
                    deflater.Write(row);
            }
        }

        deflater.Complete();
        return counter.Written;
    }

    /// <summary>Filtered rows seldom repeat themselves: of those, runs alone are searched for.</summary>
    private IRowDeflater StartDeflater(ImageDataStream target, bool searches, int? effort)
    {
        if (searches)
            return new SearchingDeflater(target, effort);
        _runs.Begin(target);
        return _runs;
    }
}
