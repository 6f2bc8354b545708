using ImageResize.Bitmaps.Ico;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;
using ImageResize.Raw;

namespace ImageResize.Imaging.Engines.Embedded;

/// <summary>
/// Files whose picture is another file inside: camera raw, whose largest JPEG is taken (the raw samples are not developed), and
/// icons whose largest picture is a PNG. What is inside goes to the other engines as a part of the file. Belongs to one worker.
/// </summary>
/// <param name="engines">The engines for what is inside, in their order; the last can do everything. They are not disposed of here.</param>
internal sealed class EmbeddedEngine(IReadOnlyList<IImageEngine> engines) : IImageEngine
{
    private readonly InputBuffers _buffers = new();

    /// <inheritdoc/>
    public ImageHeader? ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation)
    {
        EmbeddedFile? found = format switch
        {
            ImageFormat.Raw or ImageFormat.Tiff => FindInRaw(input, format),
            ImageFormat.Ico or ImageFormat.Cur => FindInIcon(input, format),
            _ => null,
        };
        if (found is not { } inside)
            return null;
        using ImageInput picture = input.OpenInside(inside.Pieces, _buffers);
        ImageHeader header = engines.Select(engine => engine.ReadHeader(picture, inside.PictureFormat, cancellation)).First(read => read is not null)!;
        return header with
        {
            Format = inside.Format,
            JpegHeader = null,
            PngHeader = null,
            Embedded = new EmbeddedPicture(inside.Container, inside.Pieces, header) { Damage = inside.Damage, Remark = inside.Remark, Exif = inside.Exif },
        };
    }

    /// <inheritdoc/>
    public bool CanMake(ImageHeader header, ScaleRequest request) => header.Embedded is not null;

    /// <summary>Of the file only the picture is read, when it is needed.</summary>
    public bool ReadsWhole(ImageHeader header, long fileLength) => false;

    /// <inheritdoc/>
    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests)
    {
        EmbeddedPicture picture = header.Embedded!;
        return picture.Pieces.Length + requests.GroupBy(request => EngineFor(picture, request)).Max(work => work.Key.EstimateMemory(picture.Header, [.. work]));
    }

    /// <inheritdoc/>
    public IEnumerable<ScaleResult> Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        EmbeddedPicture embedded = header.Embedded!;
        var results = new ScaleResult[outputs.Count];
        try
        {
            clock.Enter(Stage.Read);
            using ImageInput picture = input.OpenInside(embedded.Pieces, _buffers);
            picture.ReadWhole();
            foreach (IGrouping<IImageEngine, int> work in Enumerable.Range(0, outputs.Count).GroupBy(i => EngineFor(embedded, outputs[i].Request)))
            {
                ScaleResult[] made = [.. work.Key.Scale(picture, embedded.Header, [.. work.Select(i => outputs[i])], clock, cancellation)];
                foreach ((int i, ScaleResult result) in work.Zip(made))
                    results[i] = Tell(embedded, result);
            }
        }
        catch (ImageResizeException e)
        {
            for (int i = 0; i < results.Length; i++)
                results[i] ??= new ScaleResult(outputs[i], embedded.Container) { Fault = e.Fault };
        }
        finally
        {
            _buffers.Trim();
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private IImageEngine EngineFor(EmbeddedPicture picture, ScaleRequest request) => engines.First(engine => engine.CanMake(picture.Header, request));

    private static ScaleResult Tell(EmbeddedPicture embedded, ScaleResult result)
    {
        if (embedded.Damage is { } damage && result.Output.Request.OnDamage == DamagePolicy.Fail)
            return result with { Fault = new Fault(ImageErrorId.Damaged, $"{damage} Restore the file from a backup or its source, or take the picture in it with -OnDamage Salvage.") };
        return result with
        {
            Engine = $"{result.Engine} ({embedded.Container})",
            Warnings = embedded.Damage is { } kept ? [$"{kept} The picture in it was kept.", .. result.Warnings] : result.Warnings,
            Remarks = embedded.Remark is { } remark ? [remark, .. result.Remarks] : result.Remarks,
        };
    }

    private static EmbeddedFile? FindInRaw(ImageInput input, ImageFormat format)
    {
        using Stream stream = input.OpenStream();
        var source = new StreamSource(stream);
        if (RawReader.Read(source) is not { } raw)
        {
            // Some makers' files say nowhere inside that they are raw; what TIFF readers find in them is a preview.
            if (format == ImageFormat.Tiff && FormatTraits.FromExtension(input.Extension) == ImageFormat.Raw && PartsReader.ReadHead(source) is { Problem: null })
                throw new ImageResizeException(ImageErrorId.UnsupportedFormat, $"The file is a camera raw file by its name ({input.Extension}), and no JPEG picture is found in it. Convert it first with a raw developer; if it is a TIFF image, give it the extension .tif.");
            return format == ImageFormat.Tiff ? null : throw new ImageResizeException(ImageErrorId.Damaged, "The camera raw file is truncated or corrupt: its directory cannot be read. Restore the file from a backup or its source.");
        }

        string? damage = raw.IsCut ? $"The {raw.Format} file is truncated: something that it should hold lies behind its end." : null;
        if (raw.Preview is not { } preview)
            throw damage is null
                ? new ImageResizeException(ImageErrorId.UnsupportedFormat, $"The {raw.Format} file holds no JPEG picture, and camera raw is not developed. Convert it first with a raw developer.")
                : new ImageResizeException(ImageErrorId.Damaged, $"{damage} Restore the file from a backup or its source.");
        (byte[] head, IReadOnlyList<(long Offset, long Length)> parts) = RawReader.AsJpeg(raw);
        FilePieces pieces = new FilePieces().Add(head);
        foreach ((long offset, long length) in parts)
            pieces.Add(input, offset, length);
        return new EmbeddedFile(ImageFormat.Raw, raw.Format, ImageFormat.Jpeg, pieces)
        {
            Damage = damage,
            Exif = raw.Exif,
            Remark = $"The picture is the JPEG of {preview.Width}x{preview.Height} pixels in the {raw.Format} file; the raw samples were not developed.",
        };
    }

    private static EmbeddedFile? FindInIcon(ImageInput input, ImageFormat format)
    {
        IcoHeader icon = BitmapFault.Translate(format, () =>
        {
            using Stream stream = input.OpenStream();
            return IcoHeaderReader.Read(stream);
        });
        return icon.IsPng ? new EmbeddedFile(format, FormatTraits.Of(format).Name, ImageFormat.Png, new FilePieces().Add(input, icon.Offset, icon.Length)) : null;
    }

    /// <summary>A file inside a file.</summary>
    private sealed record EmbeddedFile(ImageFormat Format, string Container, ImageFormat PictureFormat, FilePieces Pieces)
    {
        public string? Damage { get; init; }

        public byte[]? Exif { get; init; }

        public string? Remark { get; init; }
    }
}
