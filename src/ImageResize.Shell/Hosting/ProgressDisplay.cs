using System.Diagnostics;
using System.Management.Automation;

namespace ImageResize.Shell.Hosting;

/// <summary>
/// Shows progress records. On a terminal: one line, redrawn at most five times a second and erased before anything
/// else is written and at the end. Elsewhere: a plain line every ten seconds, so that the log of a long run shows
/// that it lives, and that of a short one shows nothing. Records only replace what is shown next; a timer draws,
/// so that a cmdlet which reports every file costs nothing. Thread-safe.
/// </summary>
internal sealed class ProgressDisplay : IDisposable
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainLineInterval = TimeSpan.FromSeconds(10);

    private readonly TextWriter _writer;
    private readonly Lock _gate;
    private readonly bool _isTerminal;
    private readonly Func<bool> _lineIsOpen;
    private readonly Timer _timer;

    // In the order in which they began: the first is the outermost operation.
    private readonly List<(long Source, ProgressRecord Record)> _active = [];
    private string _drawn = "";
    private bool _timerRuns;

    /// <param name="writer">Where progress is shown.</param>
    /// <param name="gate">The lock of all writing to the terminal.</param>
    /// <param name="isTerminal">Whether <paramref name="writer"/> is a terminal.</param>
    /// <param name="lineIsOpen">Whether the terminal's current line has text on it; asked under the lock.</param>
    public ProgressDisplay(TextWriter writer, Lock gate, bool isTerminal, Func<bool> lineIsOpen)
    {
        _writer = writer;
        _gate = gate;
        _isTerminal = isTerminal;
        _lineIsOpen = lineIsOpen;
        _timer = new Timer(_ => Tick());
    }

    /// <summary>Takes note of a record.</summary>
    public void Update(long sourceId, ProgressRecord record)
    {
        lock (_gate)
        {
            int index = _active.FindIndex(entry => entry.Source == sourceId && entry.Record.ActivityId == record.ActivityId);
            if (record.RecordType == ProgressRecordType.Completed)
            {
                if (index >= 0)
                    _active.RemoveAt(index);
                if (_active.Count == 0)
                    StopAndErase();
                return;
            }

            if (index >= 0)
                _active[index] = (sourceId, record);
            else
                _active.Add((sourceId, record));

            if (!_timerRuns)
            {
                TimeSpan interval = _isTerminal ? RedrawInterval : PlainLineInterval;
                _timer.Change(interval, interval);
                _timerRuns = true;
            }
        }
    }

    /// <summary>Forgets all operations and takes the line off the screen.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _active.Clear();
            StopAndErase();
        }
    }

    /// <summary>Takes the line off the screen, until the next redraw. The caller holds the lock.</summary>
    public void Erase()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_drawn.Length == 0)
            return;

        _writer.Write("\r\e[K");
        _drawn = "";
    }

    public void Dispose()
    {
        Clear();
        _timer.Dispose();
    }

    private void StopAndErase()
    {
        _timer.Change(Timeout.Infinite, Timeout.Infinite);
        _timerRuns = false;
        Erase();
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_active.Count == 0)
                return;

            if (_isTerminal)
                Draw();
            else
                _writer.WriteLine(ProgressLine.Plain(_active.ConvertAll(entry => entry.Record)));
        }
    }

    private void Draw()
    {
        if (_lineIsOpen())
            return;

        string line = ProgressLine.ForTerminal(_active.ConvertAll(entry => entry.Record), TerminalSize.Width - 1);
        if (line == _drawn)
            return;

        _drawn = line;
        string style = PSStyle.Instance.OutputRendering == OutputRendering.PlainText ? "" : PSStyle.Instance.Progress.Style;
        _writer.Write(style.Length == 0 ? $"\r{line}\e[K" : $"\r{style}{line}{PSStyle.Instance.Reset}\e[K");
    }
}
