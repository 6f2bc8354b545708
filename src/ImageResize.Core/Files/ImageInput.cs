using ImageResize.Imaging;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>
/// One input file while it is worked on. A file of ordinary size is read whole into the worker's buffer, so that
/// I/O errors come up here and not inside a codec; a large one stays on disk and is read where the codec asks.
/// Belongs to one worker; not thread safe, but the streams it opens may be read from another thread.
/// </summary>
public sealed class ImageInput : IDisposable
{
    /// <summary>Files up to this many bytes are read whole.</summary>
    public const int WholeLimit = 64 << 20;

    private readonly IFileLayer _files;
    private readonly SafeFileHandle? _handle;
    private readonly ReadOnlyMemory<byte> _bytes;

    private ImageInput(IFileLayer files, SafeFileHandle? handle, ReadOnlyMemory<byte> bytes, long length)
    {
        _files = files;
        _handle = handle;
        _bytes = bytes;
        Length = length;
    }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

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
            handle = files.OpenRead(path);
            long length = RandomAccess.GetLength(handle);
            bool whole = length <= wholeLimit;
            int wanted = whole ? (int)length : FormatSignature.Length;
            byte[] bytes = buffer.Rent(Math.Max(wanted, FormatSignature.Length));
            int got = ReadFully(files, handle, bytes.AsSpan(0, wanted));
            var input = new ImageInput(files, whole ? null : handle, bytes.AsMemory(0, got), whole ? got : length);
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
        if (File.Exists(path))
            return null;
        try
        {
            // Not there, or in a folder that may not be entered: only opening it tells.
            files.OpenRead(path).Dispose();
            return null;
        }
        catch (Exception e)
        {
            return FileFault.OnRead(e);
        }
    }

    /// <summary>A stream over the whole file, from its start, independent of other streams of the same input.</summary>
    public Stream OpenStream() => _handle is { } handle
        ? new HandleStream(_files, handle, Length)
        : new ReadOnlyMemoryStream(_bytes);

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();

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
