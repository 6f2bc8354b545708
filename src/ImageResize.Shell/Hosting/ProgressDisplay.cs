using System.Globalization;
using System.Management.Automation;

namespace ImageResize.Shell.Hosting;

/// <summary>
/// Shows progress records. On a terminal: at most two lines (the outermost activity and the newest within it) below the
/// output, redrawn at most five times a second and erased before anything else is written. Elsewhere: a plain line every
/// ten seconds, for operations that last that long. Not thread-safe: <see cref="ShellConsole"/> holds the lock.
/// </summary>
internal sealed class ProgressDisplay(TextWriter writer, bool terminal, Func<int> width, TimeProvider time)
{
    private const int BarCells = 20;
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainLineInterval = TimeSpan.FromSeconds(10);

    // In the order of their beginning: an outer activity begins before those within it.
    private readonly List<Activity> _activities = [];
    private long? _lastShown;
    private int _drawnLines;

    /// <summary>Takes a record in, and shows it where it is time to.</summary>
    public void Update(long sourceId, ProgressRecord record)
    {
        int index = _activities.FindIndex(a => a.SourceId == sourceId && a.Record.ActivityId == record.ActivityId);
        if (record.RecordType == ProgressRecordType.Completed)
        {
            Complete(index);
            return;
        }

        if (_activities.Count == 0 && !terminal)
            _lastShown = time.GetTimestamp(); // the first plain line comes after an interval, not at once

        if (index >= 0)
            _activities[index] = new Activity(sourceId, record);
        else
            _activities.Add(new Activity(sourceId, record));

        if (_lastShown is { } last && time.GetElapsedTime(last) < (terminal ? RedrawInterval : PlainLineInterval))
            return;

        _lastShown = time.GetTimestamp();
        if (terminal)
            Draw();
        else
            writer.WriteLine(Describe(_activities[0].Record));
    }

    /// <summary>Takes the lines off the terminal; the next record draws them again.</summary>
    public void Erase()
    {
        if (_drawnLines == 0)
            return;

        // The cursor is at the start of the last drawn line.
        string up = _drawnLines > 1 ? $"\e[{_drawnLines - 1}A" : "";
        writer.Write($"{up}\r\e[J");
        writer.Flush();
        _drawnLines = 0;
    }

    /// <summary>Forgets all activities, as at the end of a pipeline.</summary>
    public void Reset()
    {
        Erase();
        _activities.Clear();
        _lastShown = null;
    }

    private void Complete(int index)
    {
        if (index >= 0)
            _activities.RemoveAt(index);

        // The limit of redraws outlives an activity, for a command that shows one for each of its many items.
        Erase();
    }

    private void Draw()
    {
        Erase();
        string first = Line(_activities[0].Record);
        string? second = _activities.Count > 1 ? Line(_activities[^1].Record) : null;
        _drawnLines = second is null ? 1 : 2;
        writer.Write(second is null ? $"{first}\r" : $"{first}\n{second}\r");
        writer.Flush();
    }

    // One column stays free: a full line would move the cursor on some terminals.
    private string Line(ProgressRecord record) =>
        CellWidth.Truncate(Bar(record) + Describe(record), Math.Max(1, width() - 1));

    private static string Bar(ProgressRecord record)
    {
        if (record.PercentComplete < 0)
            return "";
        int filled = Math.Min(100, record.PercentComplete) * BarCells / 100;
        return $"[{new string('#', filled)}{new string('.', BarCells - filled)}] ";
    }

    private static string Describe(ProgressRecord record)
    {
        var parts = new List<string> { record.Activity };
        if (record.PercentComplete >= 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{record.PercentComplete}%"));
        if (!string.IsNullOrWhiteSpace(record.StatusDescription))
            parts.Add(record.StatusDescription);
        if (!string.IsNullOrWhiteSpace(record.CurrentOperation))
            parts.Add(record.CurrentOperation);
        if (record.SecondsRemaining >= 0)
            parts.Add(TimeSpan.FromSeconds(record.SecondsRemaining).ToString("c", CultureInfo.InvariantCulture) + " left");

        // Control characters, as of a file's name, would break the erasing.
        string text = string.Join("  ", parts);
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
    }

    private readonly record struct Activity(long SourceId, ProgressRecord Record);
}
