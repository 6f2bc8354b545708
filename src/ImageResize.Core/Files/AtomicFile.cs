using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>
/// Writes a file so that its name stands for the old content or the whole new one and nothing between: the bytes
/// go to a temporary file in the same folder, which is then renamed over the target. The rename is atomic on one
/// volume (POSIX rename, MoveFileEx on Windows), and a temporary file in the same folder is on the same volume. Outputs,
/// metrics and reports are all written so.
/// <para>
/// Another user who may write to the folder can swap the temporary file between the last look and the rename. Then his
/// own file or link gets the target's name, unopened and unchanged: what he could do with any name of that folder anyway.
/// In a sticky folder such as /tmp he cannot even that while the file is not his.
/// </para>
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes <paramref name="source"/> from its current position to <paramref name="target"/>.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="target">The full path of the output; its folder is created where it is missing.</param>
    /// <param name="source">The content.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="ImageResizeException">It could not be written; the target is as it was.</exception>
    /// <exception cref="OperationCanceledException">Thrown by <see cref="WriteOptions.BeforeRename"/>.</exception>
    public static void Write(IFileLayer files, string target, Stream source, WriteOptions options)
    {
        try
        {
            using TemporaryFile temporary = Create(files, target, options);
            CopyTo(files, temporary.Handle, source);
            if (options.LastWriteTimeUtc is { } time)
                File.SetLastWriteTimeUtc(temporary.Handle, time);

            // Without this a power cut after the rename could leave the new name with no content.
            files.Flush(temporary.Handle);
            options.BeforeRename?.Invoke();
            temporary.MoveTo(target, options.Overwrite);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw FileFault.OnWrite(e, target);
        }
    }

    /// <summary>Its rights are settled while it is empty: who may not see it must not even have it open.</summary>
    private static TemporaryFile Create(IFileLayer files, string target, WriteOptions options)
    {
        string folder = Path.GetDirectoryName(target)!;
        FileStatus? kept = OutputRights.KeptFrom(target, options);
        TemporaryFile temporary = TemporaryFile.Create(files, folder, kept is null ? OutputRights.OfNew(options.Source) : OutputRights.Private);
        try
        {
            if (kept is { } old)
            {
                UnixFile.Give(temporary.Handle, old);
            }
            else if (OutputRights.OfNew(options.Source) != OutputRights.OfNewInOtherGroup(options.Source) && OutputRights.IsInOtherGroup(temporary.Handle, options.Source))
            {
                temporary.Dispose();
                temporary = TemporaryFile.Create(files, folder, OutputRights.OfNewInOtherGroup(options.Source));
            }

            return temporary;
        }
        catch
        {
            temporary.Dispose();
            throw;
        }
    }

    private static void CopyTo(IFileLayer files, SafeFileHandle handle, Stream source)
    {
        if (source is OutputBuffer encoded)
        {
            files.Write(handle, encoded.Written[(int)encoded.Position..], 0);
            return;
        }

        byte[] buffer = new byte[80 << 10];
        long offset = 0, length = source.Length - source.Position;
        int read;
        while ((read = ReadFrom(source, buffer)) > 0)
        {
            files.Write(handle, buffer.AsSpan(0, read), offset);
            offset += read;
        }

        if (offset != length)
            throw new ImageResizeException(ImageErrorId.IoError, "The image became shorter while it was copied. Try again when nothing else writes to it.");
    }

    /// <summary>A disk that fails under the source is not the target's fault.</summary>
    private static int ReadFrom(Stream source, byte[] buffer)
    {
        try
        {
            return source.Read(buffer);
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }
    }
}

/// <summary>How an output is written.</summary>
/// <param name="Overwrite">Whether an existing file may be replaced.</param>
internal sealed record WriteOptions(bool Overwrite)
{
    /// <summary>The time of last writing that the output gets; null for now.</summary>
    public DateTime? LastWriteTimeUtc { get; init; }

    /// <summary>The image whose rights bound those of the output; null where the content is the run's own, and on Windows.</summary>
    public FileStatus? Source { get; init; }

    /// <summary>Whether the output takes the image's own place, so that its owner and permissions are kept whoever it is.</summary>
    public bool InPlace { get; init; }

    /// <summary>Called when all is written, right before the rename; what it throws leaves the target as it was.</summary>
    public Action? BeforeRename { get; init; }
}
