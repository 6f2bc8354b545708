using System.Text.Json;

namespace ImageResize.Batch.Journal;

/// <summary>
/// A journal on disk (JSON lines, UTF-8): read at the start, appended to by one run at a time. Each line is handed to
/// the system at once, so a killed process loses none; <see cref="Dispose"/> brings all to the disk itself. Belongs to
/// the owner's thread.
/// </summary>
public sealed class JournalFile : IDisposable
{
    private readonly FileStream _stream;

    private JournalFile(FileStream stream, JournalIndex index)
    {
        _stream = stream;
        Index = index;
    }

    /// <summary>What the journal said when it was opened.</summary>
    public JournalIndex Index { get; }

    /// <summary>Opens a journal, making it where there is none, and keeps other runs from it until it is closed.</summary>
    /// <exception cref="IOException">Another run has it open, or it cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static JournalFile Open(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        try
        {
            JournalIndex index = JournalIndex.Load(stream);
            EndTornLine(stream);
            return new JournalFile(stream, index);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Adds a line.</summary>
    public void Append(JournalEntry entry) =>
        _stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry), (byte)'\n']);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }

    /// <summary>What a killed run left of a line must not swallow the next one.</summary>
    private static void EndTornLine(FileStream stream)
    {
        if (stream.Length == 0)
            return;
        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() != '\n')
            stream.WriteByte((byte)'\n');
    }
}
