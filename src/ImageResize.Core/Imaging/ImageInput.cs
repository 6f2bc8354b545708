using ImageResize.Files;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Imaging;

/// <summary>
/// One input file while it is worked on. A file of ordinary size is read whole into the worker's buffer, so that
/// I/O errors come up here and not inside a codec; a large one stays on disk and is read where the codec asks.
/// Belongs to one worker; not thread safe, but the streams it opens may be read from another thread.
/// </summary>
internal sealed class ImageInput : IDisposable
{
    /// <summary>Files up to this many bytes are read whole.</summary>
    public const int WholeLimit = 64 << 20;

    /// <summary>What stands for bytes that are no UTF-8.</summary>
    private const char Undecodable = '\uFFFD';

    private readonly IFileLayer _files;
    private readonly SafeFileHandle? _handle;
    private readonly ReadOnlyMemory<byte> _bytes;

    private ImageInput(IFileLayer files, SafeFileHandle? handle, ReadOnlyMemory<byte> bytes, long length, DateTime lastWriteTimeUtc, FileStatus? status)
    {
        Status = status;
        LastWriteTimeUtc = lastWriteTimeUtc;
        _files = files;
        _handle = handle;
        _bytes = bytes;
        Length = length;
    }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>When the file was last written, as it was opened.</summary>
    public DateTime LastWriteTimeUtc { get; }

    /// <summary>Whose the file is and who may read it, as it was opened; null on Windows.</summary>
    public FileStatus? Status { get; }

    /// <summary>Whether the whole file is in <see cref="Bytes"/>; otherwise only its start is.</summary>
    public bool IsWhole => _handle is null;

    /// <summary>The whole file, or its first bytes (<see cref="FormatSignature.Length"/>) where it is large.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>Opens a file, reading it whole where it is not large.</summary>
    /// <exception cref="ImageResizeException">It cannot be read; the id says why.</exception>
    /// <param name="path">The full path.</param>
    /// <param name="files">The disk.</param>
    /// <param name="buffer">The worker's buffer; it belongs to this input until that is disposed of.</param>
    /// <param name="wholeLimit">Files up to this many bytes are read whole; 0 where only the header is wanted.</param>
    public static ImageInput Open(string path, IFileLayer files, ReusableBuffer buffer, int wholeLimit = WholeLimit)
    {
        SafeFileHandle? handle = null;
        try
        {
            ThrowIfSpecial(path);
            handle = files.OpenRead(path);
            long length = RandomAccess.GetLength(handle);
            DateTime lastWriteTimeUtc = File.GetLastWriteTimeUtc(handle);
            bool whole = length <= wholeLimit;
            int wanted = whole ? (int)length : FormatSignature.Length;
            byte[] bytes = buffer.Rent(Math.Max(wanted, FormatSignature.Length));
            int got = ReadFully(files, handle, bytes.AsSpan(0, wanted));
            var input = new ImageInput(files, whole ? null : handle, bytes.AsMemory(0, got), whole ? got : length, lastWriteTimeUtc, FileStatus.Of(handle));
            if (!whole)
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

    /// <summary>Why a file cannot be read at all, or null where it is there: cheap, and before anything is planned for it.</summary>
    public static ImageResizeException? WhyUnreadable(string path, IFileLayer files)
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
            ImageResizeException fault = FileFault.OnRead(e);
            return fault.ErrorId == ImageErrorId.NotFound && path.Contains(Undecodable, StringComparison.Ordinal)
                ? new ImageResizeException(ImageErrorId.NotFound, "The file's name is not valid UTF-8, so it cannot be opened by .NET programs. Rename it.", e)
                : fault;
        }
    }

    /// <summary>Whether the file is still as it was when it was opened, as far as its length and its time tell.</summary>
    public bool IsUnchanged(string path) => new FileInfo(path) is { Exists: true } now && now.Length == Length && now.LastWriteTimeUtc == LastWriteTimeUtc;

    /// <summary>A stream over the whole file, from its start, independent of other streams of the same input.</summary>
    public Stream OpenStream() => _handle is { } handle
        ? new HandleStream(_files, handle, Length)
        : new ReadOnlyMemoryStream(_bytes);

    /// <summary>The same input, wholly in memory, with an end-of-image marker (T.81, B.1.1.3) behind it.</summary>
    internal ImageInput WithJpegEnd() => new(_files, null, (byte[])[.. _bytes.Span, 0xFF, 0xD9], Length, LastWriteTimeUtc, Status);

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();

    private static void ThrowIfSpecial(string path)
    {
        if (UnixFile.IsSpecial(path))
            throw new ImageResizeException(ImageErrorId.NotAnImage, "This is a pipe, a socket or a device, and not a file. Save what it gives to a file first.");
    }

    private static int ReadFully(IFileLayer files, SafeFileHandle handle, Span<byte> buffer)
    {
        int got = 0;
        while (got < buffer.Length)
        {
            int read = files.Read(handle, buffer[got..], got);
            if (read == 0)
                break;
            got += read;
        }

        return got;
    }
}
