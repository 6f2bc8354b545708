using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>
/// A stream over an open file with a position of its own, so that several passes over one file do not disturb
/// each other. Does not own the handle. Not thread safe.
/// </summary>
internal sealed class HandleStream(IFileLayer files, SafeFileHandle handle, long length) : SeekableReadStream(length)
{
    /// <inheritdoc/>
    protected override int ReadAt(Span<byte> buffer, long offset) => files.Read(handle, buffer, offset);
}
