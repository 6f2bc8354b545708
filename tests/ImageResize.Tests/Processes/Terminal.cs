using System.Diagnostics;
using System.Text;
using ImageResize.Testing;

namespace ImageResize.Tests.Processes;

/// <summary>
/// An interactive pwsh in a pseudo-terminal of 100 columns, opened by the script program of util-linux. Answers the one
/// question that pwsh asks a terminal (where the cursor is); what is typed goes through the line discipline, so that
/// Ctrl+C is a signal as it is for a person.
/// </summary>
internal sealed class Terminal : IDisposable
{
    public const string CtrlC = "\x03";

    private const string WhereIsTheCursor = "\e[6n";
    private const string AtTheTop = "\e[1;1R";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _screen = new();
    private readonly Thread _reader;
    private int _seen;

    public Terminal(string folder)
    {
        string pwsh = Pwsh.CommandLine("-NoProfile", "-NoLogo");
        _process = Process.Start(new ProcessStartInfo("script", ["-qefc", $"stty cols 100 rows 30; exec {pwsh}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
            Environment = { ["TERM"] = "xterm-256color", ["NO_COLOR"] = null },
        })!;
        _reader = new Thread(Read) { IsBackground = true, Name = "terminal" };
        _reader.Start();
    }

    /// <summary>Waits for a text after what was waited for before, and returns what came until then.</summary>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public string WaitFor(string text)
    {
        int at = -1;
        if (!SpinWait.SpinUntil(() => (at = Screen().IndexOf(text, _seen, StringComparison.Ordinal)) >= 0, Patience))
            throw new TimeoutException($"'{text}' did not appear: {Screen()[_seen..]}");
        string before = Screen()[_seen..at];
        _seen = at + text.Length;
        return before;
    }

    public void Type(string keys)
    {
        lock (_process)
        {
            _process.StandardInput.Write(keys);
            _process.StandardInput.Flush();
        }
    }

    /// <summary>Waits for the end of pwsh.</summary>
    public int WaitForEnd() => _process.WaitForExit(Patience) ? _process.ExitCode : throw new TimeoutException("pwsh did not end.");

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _reader.Join();
        _process.Dispose();
    }

    private void Read()
    {
        var buffer = new char[4096];
        int answered = 0;
        for (int count = _process.StandardOutput.Read(buffer); count > 0; count = _process.StandardOutput.Read(buffer))
        {
            lock (_screen)
                _screen.Append(buffer, 0, count);
            string screen = Screen();
            for (int at = screen.IndexOf(WhereIsTheCursor, answered, StringComparison.Ordinal); at >= 0; at = screen.IndexOf(WhereIsTheCursor, answered, StringComparison.Ordinal))
            {
                answered = at + WhereIsTheCursor.Length;
                Type(AtTheTop);
            }
        }
    }

    private string Screen()
    {
        lock (_screen)
            return _screen.ToString();
    }
}
