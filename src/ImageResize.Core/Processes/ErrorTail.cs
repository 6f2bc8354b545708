using System.Text;

namespace ImageResize.Processes;

/// <summary>
/// Reads what a process writes to its standard error, so that it never waits for that, and keeps the beginning of what came last
/// together: the text of a crash begins with its reason. Thread safe.
/// </summary>
internal sealed class ErrorTail
{
    private const int Kept = 2 << 10;
    private const int LongestLine = 200;

    private readonly Lock _gate = new();
    private readonly byte[] _text = new byte[Kept];
    private int _length;

    /// <summary>Begins to read; ends with the process.</summary>
    public ErrorTail(Stream stream) => _ = Task.Run(() => ReadAsync(stream));

    /// <summary>Its first line, cut to a length that fits a message; empty without. Control characters are for whoever shows it.</summary>
    public string FirstLine
    {
        get
        {
            string text;
            lock (_gate)
                text = Encoding.UTF8.GetString(_text, 0, _length);
            string line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? string.Empty;
            return line.Length > LongestLine ? line[..LongestLine] + "…" : line;
        }
    }

    /// <summary>What was said is of an image that is done; what comes now is of another.</summary>
    public void Clear()
    {
        lock (_gate)
            _length = 0;
    }

    private async Task ReadAsync(Stream stream)
    {
        byte[] piece = new byte[Kept];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(piece).ConfigureAwait(false)) > 0)
            {
                lock (_gate)
                {
                    int count = Math.Min(read, Kept - _length);
                    piece.AsSpan(0, count).CopyTo(_text.AsSpan(_length));
                    _length += count;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process was disposed of.
        }
    }
}
