using System.Text.Json;
using ImageResize.Files;
using ImageResize.Imaging;

namespace ImageResize.Batch.Journal;

/// <summary>
/// A journal on disk (JSON lines, UTF-8): read at the start, appended to by one run at a time. Each line is handed to
/// the system at once, so a killed process loses none; <see cref="Dispose"/> brings all to the disk itself. Belongs to
/// the owner's thread.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    /// <summary>How every line that <see cref="Append"/> writes begins.</summary>
    private static readonly byte[] Start = "{\"source\":"u8.ToArray();

    private readonly Stream _stream;

    private JournalFile(Stream stream, JournalIndex index)
    {
        _stream = stream;
        Index = index;
    }

    /// <summary>What the journal said when it was opened.</summary>
    public JournalIndex Index { get; }

    /// <summary>Opens a journal, making it where there is none, and keeps other runs from it until it is closed.</summary>
    /// <exception cref="IOException">Another run has it open, it is no journal, another user's link leads to it, or it cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static JournalFile Open(string path)
    {
        if (UnixFile.IsSpecial(path))
            throw new IOException("It is a pipe, a socket or a device.");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        return Open(KeptFile.OpenAlone(path));
    }

    /// <summary>Opens a journal whose content is at hand; takes over the stream.</summary>
    internal static JournalFile Open(Stream stream)
    {
        try
        {
            ThrowIfForeign(stream);
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

    /// <summary>Adds a line, whole or not at all.</summary>
    /// <exception cref="IOException">It could not be written, for instance because the disk is full.</exception>
    public void Append(JournalEntry entry)
    {
        long end = _stream.Length;
        try
        {
            _stream.Position = end;
            _stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry), (byte)'\n']);
        }
        catch (IOException)
        {
            _stream.SetLength(end);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            (_stream as FileStream)?.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // The lines are with the system; a resumed run does again what should be lost.
        }
        finally
        {
            _stream.Dispose();
        }
    }

    /// <summary>A slip of the keyboard must not have lines written into a photo.</summary>
    private static void ThrowIfForeign(Stream stream)
    {
        Span<byte> head = stackalloc byte[FormatSignature.Length];
        int got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = 0;

        // The first line may have been torn, and a power cut may leave zeros in its place.
        ReadOnlySpan<byte> text = head[..Math.Min(got, Start.Length)];
        int end = text.IndexOfAny((byte)'\n', (byte)0);
        if (!Start.AsSpan().StartsWith(end < 0 ? text : text[..end]))
        {
            string what = FormatSignature.Identify(head[..got]).Format is { } format ? $"It is an image ({FormatTraits.Of(format).Name}) and no journal" : "The file is there and is no journal";
            throw new NotAJournalException($"{what}; it was left as it is.");
        }
    }

    /// <summary>What a killed run left of a line must not swallow the next one.</summary>
    private static void EndTornLine(Stream stream)
    {
        if (stream.Length == 0)
            return;
        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() != '\n')
            stream.WriteByte((byte)'\n');
    }
}

/// <summary>The file given as a journal is something else.</summary>
internal sealed class NotAJournalException(string message) : IOException(message);
