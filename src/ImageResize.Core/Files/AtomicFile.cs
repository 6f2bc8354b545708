using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>
/// Writes a file so that its name stands for the old content or the whole new one and nothing between: the bytes
/// go to a temporary file in the same folder, which is then renamed over the target. The rename is atomic on one
/// volume (POSIX rename, MoveFileEx on Windows), and a temporary file in the same folder is on the same volume.
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
        string folder = Path.GetDirectoryName(target)!;
        string temporary = Path.Combine(folder, TemporaryName.New());
        bool created = false;
        try
        {
            using (SafeFileHandle handle = Create(files, folder, temporary))
            {
                created = true;

                // While it is empty: a private image must not lie open to others for a moment.
                if (options.Overwrite)
                    UnixFile.CopyOwnerAndMode(target, temporary);
                CopyTo(files, handle, source);

                // Without this a power cut after the rename could leave the new name with no content.
                files.Flush(handle);
            }

            if (options.LastWriteTimeUtc is { } time)
                File.SetLastWriteTimeUtc(temporary, time);
            options.BeforeRename?.Invoke();
            files.Move(temporary, target, options.Overwrite);
            created = false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw FileFault.OnWrite(e, target);
        }
        finally
        {
            if (created)
                TryDelete(files, temporary);
        }
    }

    /// <summary>The folder is nearly always there: look only when creating the file says that it is not.</summary>
    private static SafeFileHandle Create(IFileLayer files, string folder, string temporary)
    {
        try
        {
            return files.CreateNew(temporary);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            // FileNotFound is said where another worker made the folder just after this one missed it.
            files.CreateDirectory(folder);
            return files.CreateNew(temporary);
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

    private static void TryDelete(IFileLayer files, string path)
    {
        try
        {
            files.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here is the one to report.
        }
    }
}
