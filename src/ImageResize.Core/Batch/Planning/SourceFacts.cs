using System.Security.Cryptography;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;
using ImageResize.Metadata.Exif;
using ImageResize.Processes;

namespace ImageResize.Batch.Planning;

/// <summary>
/// What a name may tell of an image and only its file knows: pixels, when it was taken, a hash. Each is read when it is asked for
/// and not before, so that names without it cost nothing. Belongs to the owner's thread.
/// </summary>
/// <param name="path">The full path of the image.</param>
/// <param name="reader">Reads it.</param>
internal sealed class SourceFacts(string path, FactReader reader) : IDisposable
{
    private ImageInput? _input;
    private ImageHeader? _header;
    private (int Page, ImageHeader Header)? _page;
    private DateTime? _date;
    private string? _hash;

    /// <summary>The header, as the workers read it.</summary>
    /// <exception cref="ImageResizeException">The file cannot be read, or is no image.</exception>
    public ImageHeader Header => _header ??= ReadHeader(null);

    /// <summary>The header of a page, which may differ from others in all; frames of an animation have that of the file.</summary>
    /// <param name="page">From 0; null for the file.</param>
    /// <exception cref="ImageResizeException">The file cannot be read, is no image, or has no such page.</exception>
    public ImageHeader HeaderOf(int? page)
    {
        if (page is not { } number)
            return Header;
        if (_page is not { } known || known.Page != number)
            _page = known = (number, _header is { } whole && FormatTraits.Of(whole.Format).HasAnimation ? whole : ReadHeader(page));
        PageSelection.ThrowIfMissing(known.Header, number);
        return known.Header;
    }

    /// <summary>When the picture was taken (EXIF), or else when the file was last written; local time.</summary>
    /// <exception cref="ImageResizeException">The file cannot be read, or is no image.</exception>
    public DateTime Date => _date ??= TakenAt() ?? Input.LastWriteTimeUtc.ToLocalTime();

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of the file.</summary>
    /// <exception cref="ImageResizeException">The file cannot be read.</exception>
    public string Hash => _hash ??= reader.Run(ComputeHash);

    /// <inheritdoc/>
    public void Dispose() => _input?.Dispose();

    private ImageInput Input => _input ??= reader.Run(() => ImageInput.Open(path, LocalFileLayer.Instance, reader.Buffers));

    private ImageHeader ReadHeader(int? page)
    {
        ImageInput input = Input;
        input.Page = page;
        try
        {
            return reader.Run(() => ImageInspector.Inspect(input, (file, format) => reader.Scaler.ReadHeader(file, format, reader.Cancellation)));
        }
        finally
        {
            input.Page = null;
        }
    }

    private DateTime? TakenAt()
    {
        ImageParts? parts = Header.Parts ?? reader.Run(() => VipsHeaderReader.ReadParts(Input, null));
        return parts?.Metadata.Exif is { } exif ? ExifDate.Read(exif) : null;
    }

    private string ComputeHash()
    {
        try
        {
            using Stream file = Input.OpenStream();
            return Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 8));
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }
    }
}

/// <summary>What reads facts of one image after the other, with the run's patience for errors that may pass. Not thread safe.</summary>
/// <param name="retry">How an error that may pass is tried again.</param>
/// <param name="children">The processes in which libvips works; null for this one.</param>
/// <param name="cancellation">Asks to end.</param>
internal sealed class FactReader(RetryOptions retry, ChildProcessPool? children, CancellationToken cancellation) : IDisposable
{
    private readonly Retrier _retrier = new(retry, cancellation);
    private ImageScaler? _scaler;

    /// <summary>Reads headers; made when the first is read.</summary>
    public ImageScaler Scaler => _scaler ??= new ImageScaler(children);

    /// <summary>What files are read into.</summary>
    public InputBuffers Buffers { get; } = new();

    /// <summary>Asks to end.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Runs what reads a file, again where its error may pass.</summary>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    public T Run<T>(Func<T> read) => _retrier.Run(read);

    /// <inheritdoc/>
    public void Dispose()
    {
        Buffers.Dispose();
        _scaler?.Dispose();
    }
}
