using ImageResize.Files;
using ImageResize.Jpeg.Markers;
using ImageResize.Metadata.Sources;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Imaging;

/// <summary>
/// One input file while it is worked on. Opening it reads its head and no more: from that the header is told, from the
/// header what is to be done, and only when that has its memory the rest is read, whole
/// (<see cref="ReadWhole"/>, so that I/O errors come up here and not inside a codec) or where the codec asks
/// (<see cref="OpenStream"/>). Belongs to one worker; not thread safe, but the streams it opens may be read from another
/// thread.
/// </summary>
internal sealed class ImageInput : IJpegFile, IDisposable
{
    /// <summary>Bytes of the head that are read at once: the whole header of most files, and no storage is faster with less.</summary>
    public const int HeadLength = 64 << 10;

    /// <summary>The longest head in bytes; it is read before memory is asked for.</summary>
    public const int LongestHead = 4 << 20;

    /// <summary>The longest file in bytes that can be read whole.</summary>
    public static long LongestInMemory => Array.MaxLength - Spare;

    /// <summary>Room behind a file that is in memory, for the marker that <see cref="AppendJpegEnd"/> adds.</summary>
    private const int Spare = 2;

    /// <summary>What stands for bytes that are no UTF-8.</summary>
    private const char Undecodable = '\uFFFD';

    private readonly IFileLayer _files;
    private readonly InputBuffers _buffers;
    private SafeFileHandle? _handle;
    private Memory<byte> _bytes;
    private int _count;
    private int _appended;

    private readonly FilePieces? _pieces;

    private ImageInput(IFileLayer files, SafeFileHandle handle, InputBuffers buffers, string extension)
    {
        _files = files;
        _handle = handle;
        _buffers = buffers;
        Extension = extension;
        Length = RandomAccess.GetLength(handle);
        LastWriteTimeUtc = File.GetLastWriteTimeUtc(handle);
        Status = FileStatus.Of(handle);
    }

    private ImageInput(ImageInput file, FilePieces pieces, InputBuffers buffers)
    {
        _files = file._files;
        _buffers = buffers;
        _pieces = pieces;
        Extension = string.Empty;
        Length = pieces.Length;
        LastWriteTimeUtc = file.LastWriteTimeUtc;
        MostMetadata = file.MostMetadata;
        Status = file.Status;
    }

    /// <summary>The extension of the file's name, with its dot; empty without.</summary>
    public string Extension { get; }

    /// <summary>The page of a document that stands for the file, from 0: its header is read, and it alone is decoded. Null for the file.</summary>
    public int? Page { get; set; }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>When the file was last written, as it was opened.</summary>
    public DateTime LastWriteTimeUtc { get; }

    /// <summary>Whose the file is and who may read it, as it was opened; null on Windows.</summary>
    public FileStatus? Status { get; }

    /// <summary>Bytes of metadata that may be taken of the file in sum, after inflation; little until the image has its memory.</summary>
    public long MostMetadata { get; set; } = MetadataLimit.DefaultBytes;

    /// <summary>The start of the file: <see cref="HeadLength"/> bytes or all of a shorter file; more where more was read.</summary>
    public ReadOnlySpan<byte> Head => _bytes.Span[.._count];

    /// <summary>Whether all of the file is in memory.</summary>
    public bool IsWhole => _count == Length;

    /// <summary>The whole file.</summary>
    /// <exception cref="InvalidOperationException">It was not read whole.</exception>
    public ReadOnlySpan<byte> Bytes => IsWhole ? _bytes.Span[..(_count + _appended)] : throw new InvalidOperationException("The file was not read whole.");

    /// <summary>The whole file, to be kept as long as the input is.</summary>
    /// <exception cref="InvalidOperationException">It was not read whole.</exception>
    public ReadOnlyMemory<byte> Memory => IsWhole ? _bytes[.._count] : throw new InvalidOperationException("The file was not read whole.");

    /// <summary>The same as memory, which lives as long as the input is not disposed of.</summary>
    /// <exception cref="InvalidOperationException">It was not read whole.</exception>
    public ReadOnlyMemory<byte> BytesInMemory => IsWhole ? _bytes[..(_count + _appended)] : throw new InvalidOperationException("The file was not read whole.");

    /// <inheritdoc/>
    int IJpegFile.Length => checked((int)Length);

    /// <summary>Opens a file and reads its head.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="files">The disk.</param>
    /// <param name="buffers">The worker's buffers; they belong to this input until that is disposed of.</param>
    /// <exception cref="ImageResizeException">It cannot be read; the id says why.</exception>
    public static ImageInput Open(string path, IFileLayer files, InputBuffers buffers)
    {
        SafeFileHandle? handle = null;
        try
        {
            ThrowIfSpecial(path);
            handle = files.OpenRead(path);
            var input = new ImageInput(files, handle, buffers, Path.GetExtension(path));
            input.ReadUpTo((int)Math.Min(HeadLength, input.Length));
            handle = null;
            return input;
        }
        catch (Exception e)
        {
            throw FileFault.OnRead(e);
        }
        finally
        {
            handle?.Dispose();
        }
    }

    /// <summary>A file inside this one, which stays open as long as it is read; its head is read at once.</summary>
    /// <param name="pieces">Where its bytes are.</param>
    /// <param name="buffers">Buffers that are not this input's.</param>
    /// <exception cref="ImageResizeException">It cannot be read; the id says why.</exception>
    public ImageInput OpenInside(FilePieces pieces, InputBuffers buffers)
    {
        var inside = new ImageInput(this, pieces, buffers);
        try
        {
            inside.ReadUpTo((int)Math.Min(HeadLength, inside.Length));
            return inside;
        }
        catch (Exception e)
        {
            throw FileFault.OnRead(e);
        }
    }

    /// <summary>Why a file cannot be read at all, or null where it is there: cheap, and before anything is planned for it.</summary>
    public static Fault? WhyUnreadable(string path, IFileLayer files)
    {
        try
        {
            ThrowIfSpecial(path);
            if (File.Exists(path))
                return null;

            // Not there, or in a folder that may not be entered: only opening it tells.
            files.OpenRead(path).Dispose();
            return null;
        }
        catch (Exception e)
        {
            Fault fault = FileFault.OnRead(e).Fault;
            return fault.ErrorId == ImageErrorId.NotFound && path.Contains(Undecodable, StringComparison.Ordinal)
                ? fault with { Message = "The file's name is not valid UTF-8, so it cannot be opened by .NET programs. Rename it." }
                : fault;
        }
    }

    /// <summary>Whether the file is still as it was when it was opened, as far as its length and its time tell.</summary>
    public bool IsUnchanged(string path) => new FileInfo(path) is { Exists: true } now && now.Length == Length && now.LastWriteTimeUtc == LastWriteTimeUtc;

    /// <summary>Reads what is not in memory yet; may be called again after an error.</summary>
    /// <exception cref="ImageResizeException">It cannot be read, or is longer than an array can be.</exception>
    public void ReadWhole()
    {
        if (Length > LongestInMemory)
            throw new ImageResizeException(ImageErrorId.TooLarge, "The file is longer than 2 GB, which this kind of image cannot be.");
        try
        {
            ReadUpTo((int)Length);
        }
        catch (Exception e)
        {
            throw FileFault.OnRead(e);
        }
    }

    /// <summary>A stream over the whole file, from its start, independent of other streams of the same input.</summary>
    public Stream OpenStream() => new InputStream(this, Length + _appended);

    /// <summary>A stream over the file as it is on the disk, without what <see cref="AppendJpegEnd"/> has put behind it.</summary>
    public Stream OpenOriginal() => new InputStream(this, Length);

    /// <summary>Puts an end-of-image marker (T.81, B.1.1.3) behind a file that is in memory.</summary>
    public void AppendJpegEnd()
    {
        _ = Bytes;
        Span<byte> behind = _bytes.Span.Slice(_count, Spare);
        (behind[0], behind[1]) = (0xFF, 0xD9);
        _appended = Spare;
    }

    /// <inheritdoc/>
    ReadOnlySpan<byte> IJpegFile.Read(int offset, int count)
    {
        int wanted = (int)Math.Min(count, Length - offset);
        if (offset + wanted <= _count)
            return _bytes.Span[offset.._count];
        try
        {
            if (offset == 0)
            {
                ReadUpTo(wanted);
                return Head;
            }

            Span<byte> piece = _buffers.Piece.Rent(wanted).Span[..wanted];
            ReadFully(piece, offset);
            return piece;
        }
        catch (Exception e)
        {
            throw FileFault.OnRead(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }

    private static void ThrowIfSpecial(string path)
    {
        if (UnixFile.IsSpecial(path))
            throw new ImageResizeException(ImageErrorId.NotAnImage, "This is a pipe, a socket or a device, and not a file. Save what it gives to a file first.");
    }

    /// <summary>Reads on until so many bytes of the file are in memory; the file is let go when that is all of it.</summary>
    private void ReadUpTo(int count)
    {
        if (count > _count)
        {
            _bytes = _buffers.File.Grow(count + Spare, _count);
            ReadFully(_bytes.Span[_count..count], _count);
            _count = count;
        }

        if (IsWhole)
            Dispose();
    }

    private void ReadFully(Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            int read = ReadOnDisk(buffer, offset);
            if (read == 0)
                throw new ImageResizeException(ImageErrorId.IoError, "The image became shorter while it was read. Try again when nothing else writes to it.");
            buffer = buffer[read..];
            offset += read;
        }
    }

    /// <summary>Reads from memory what is there, and the rest from the file; fewer bytes than wanted where it ends, or memory does.</summary>
    internal int Read(Span<byte> buffer, long offset)
    {
        int inMemory = _count + _appended;
        if (offset >= inMemory)
            return ReadOnDisk(buffer, offset);
        int count = (int)Math.Min(buffer.Length, inMemory - offset);
        _bytes.Span.Slice((int)offset, count).CopyTo(buffer);
        return count;
    }

    private int ReadOnDisk(Span<byte> buffer, long offset) => _pieces is { } pieces ? pieces.Read(buffer, offset) : _handle is { } handle ? _files.Read(handle, buffer, offset) : 0;

    private sealed class InputStream(ImageInput input, long length) : SeekableReadStream(length)
    {
        protected override int ReadAt(Span<byte> buffer, long offset) => input.Read(buffer, offset);
    }
}
