using System.Text.Json;
using ImageResize.Files;

namespace ImageResize.Batch.Journal;

/// <summary>
/// What a journal says, in some 60 bytes for each output: the latest line counts. Lines that cannot be read, such as
/// a last one torn by a power cut, are passed over. Not thread safe.
/// </summary>
internal sealed class JournalIndex
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Longer than any two paths: what has no end within it is no line of a journal.</summary>
    private const int LongestLine = 1 << 20;

    /// <summary>An image that ended its process may have met a machine without memory; one that did so twice is not tried again.</summary>
    private const int MostCrashes = 2;

    private readonly Dictionary<UInt128, State> _states = [];

    /// <summary>How many outputs are known.</summary>
    public int Count => _states.Count;

    /// <summary>How many lines could not be read.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Reads a journal from its start.</summary>
    public static JournalIndex Load(Stream stream)
    {
        var index = new JournalIndex();
        byte[] buffer = new byte[BufferBytes];
        int kept = 0;
        bool isTooLong = false;
        int read;
        while ((read = stream.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            Span<byte> data = buffer.AsSpan(0, kept + read);
            int end;
            while ((end = data.IndexOf((byte)'\n')) >= 0)
            {
                index.AddLine(isTooLong ? "?"u8 : data[..end]);
                isTooLong = false;
                data = data[(end + 1)..];
            }

            kept = data.Length;
            data.CopyTo(buffer);
            if (kept < buffer.Length)
                continue;
            isTooLong |= kept == LongestLine;
            if (isTooLong)
                kept = 0;
            else
                Array.Resize(ref buffer, buffer.Length * 2);
        }

        index.AddLine(buffer.AsSpan(0, kept));
        return index;
    }

    /// <summary>Whether an output need not be made again.</summary>
    /// <param name="source">The image, as in <see cref="JournalEntry.Source"/>.</param>
    /// <param name="output">The output, as in <see cref="JournalEntry.Output"/>.</param>
    /// <param name="length">The image's length now, in bytes.</param>
    /// <param name="modified">The image's time of last writing now, UTC.</param>
    /// <param name="options">The hash of the options now.</param>
    /// <param name="outputExists">Whether the output is there.</param>
    /// <param name="mode">What to do with what failed.</param>
    public bool IsDone(string source, string output, long length, DateTime modified, string options, bool outputExists, ResumeMode mode)
    {
        if (!_states.TryGetValue(KeyOf(source, output), out State state))
            return false;
        if (state.Options != HashOf(options))
            return false;
        bool unchanged = state.Length == length && state.Modified == modified.Ticks;
        return state.Progress switch
        {
            Progress.Failed => unchanged && (mode == ResumeMode.SkipFailed || state.Crashes >= MostCrashes),
            Progress.Begun => !unchanged,
            _ => unchanged && outputExists,
        };
    }

    /// <summary>Whether an image ended its process so often (<see cref="ImageErrorId.WorkerCrashed"/>) that it is not tried again until it changes.</summary>
    public bool IsGivenUp(string source, string output) => _states.TryGetValue(KeyOf(source, output), out State state) && state.Crashes >= MostCrashes;

    private void AddLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line.IndexOfAnyExcept((byte)' ', (byte)'\r', (byte)0) < 0)
            return;
        try
        {
            JournalEntry entry = JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry)!;
            var state = new State(entry.Length, entry.Modified.ToUniversalTime().Ticks, HashOf(entry.Options), ProgressOf(entry.Status));
            UInt128 key = KeyOf(entry.Source, entry.Output);
            bool isCrash = entry.ErrorId == nameof(ImageErrorId.WorkerCrashed);
            if ((isCrash || state.Progress == Progress.Begun) && _states.TryGetValue(key, out State before) && before.IsOfSame(state))
                state = state with { Crashes = before.Crashes };
            _states[key] = isCrash ? state with { Crashes = (byte)Math.Min(state.Crashes + 1, MostCrashes) } : state;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or NullReferenceException or ArgumentNullException)
        {
            Unreadable++;
        }
    }

    private static UInt128 KeyOf(string source, string output) => PathKey.Of($"{source}\n{output}");

    private static ulong HashOf(string options) => (ulong)PathKey.Of(options);

    private static Progress ProgressOf(string status) => status switch
    {
        nameof(ResizeStatus.Failed) => Progress.Failed,
        JournalEntry.Begun => Progress.Begun,
        _ => Progress.Done,
    };

    private enum Progress : byte
    {
        Done,
        Failed,
        Begun,
    }

    private readonly record struct State(long Length, long Modified, ulong Options, Progress Progress)
    {
        /// <summary>How often the image, as it is, ended its process, one time after the other.</summary>
        public byte Crashes { get; init; }

        /// <summary>Whether both are of the same image in the same state, and of the same options.</summary>
        public bool IsOfSame(State other) => (Length, Modified, Options) == (other.Length, other.Modified, other.Options);
    }
}
