using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ImageResize.Processes;

/// <summary>
/// A child process that serves one request after the other. What it says is not believed before it is checked. Belongs to one
/// thread at a time, but for <see cref="Kill"/>.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>How long it may take to become ready; a tenth of a second is usual.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Stream _requests;
    private readonly Stream _replies;
    private readonly ErrorTail _errors;
    private MemoryCeiling? _ceiling;
    private TimeSpan? _processorTime;
    private int _isKilled;

    private ChildProcess(Process process, SharedInput input)
    {
        _process = process;
        Input = input;
        _requests = process.StandardInput.BaseStream;
        _replies = process.StandardOutput.BaseStream;
        _errors = new ErrorTail(process.StandardError.BaseStream);
    }

    /// <summary>Through which it gets images.</summary>
    public SharedInput Input { get; }

    /// <summary>The system's number of it.</summary>
    public int Id => _process.Id;

    /// <summary>What its input holds, for whoever put it there; null where that counts no more.</summary>
    public WeakReference? Holds { get; set; }

    /// <summary>How many requests it has served.</summary>
    public int Served { get; private set; }

    /// <summary>Whether it has ended, by itself or by <see cref="Kill"/>.</summary>
    public bool HasEnded => Volatile.Read(ref _isKilled) != 0 || _process.HasExited;

    /// <summary>The processor time that it has taken; the last that was known of one that has ended.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.TotalProcessorTime;
            }
            catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                return _processorTime ?? TimeSpan.Zero;
            }
        }
    }

    /// <summary>The memory that it has at this moment, in bytes; 0 of one that has ended.</summary>
    public long ResidentMemory
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.WorkingSet64;
            }
            catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                return 0;
            }
        }
    }

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="command">How.</param>
    /// <param name="identity">What it must call itself: another build does not understand us.</param>
    /// <param name="cancellation">Asks to end.</param>
    /// <exception cref="ChildProcessException">It cannot be started; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    public static ChildProcess Start(ChildCommand command, string identity, CancellationToken cancellation)
    {
        ChildProcess? child = null;
        SharedInput? input = null;
        try
        {
            input = SharedInput.Create();
            child = new ChildProcess(Process.Start(command.StartInfo())!, input);
            child.BecomeReady(identity, cancellation);
            return child;
        }
        catch (Exception e)
        {
            string last = child?.LastWords ?? string.Empty;
            child?.Dispose();
            input?.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw new ChildProcessException($"The process could not be started ({e.Message.TrimEnd('.')}).{last}", e);
        }
    }

    /// <summary>Sends a request.</summary>
    /// <param name="request">The message.</param>
    /// <param name="memory">Bytes that it may take for it, beyond what it takes itself.</param>
    /// <exception cref="IOException">It has ended.</exception>
    public void Send(ReadOnlySpan<byte> request, long memory)
    {
        Served++;
        _ceiling!.Set(memory);
        Frames.Write(_requests, FrameKind.Request, request);
    }

    /// <summary>Waits for its reply.</summary>
    /// <exception cref="IOException">It has ended, or says what makes no sense.</exception>
    /// <exception cref="InvalidDataException">It says what makes no sense.</exception>
    public byte[] ReadReply() => Frames.ReadMessage(_replies, FrameKind.Reply);

    /// <summary>Reads the bytes of an output.</summary>
    /// <param name="target">Takes them.</param>
    /// <param name="length">How many there must be.</param>
    /// <inheritdoc cref="ReadReply"/>
    public void ReadData(System.Buffers.IBufferWriter<byte> target, long length)
    {
        const int Piece = 256 << 10;
        if (Frames.ReadHeader(_replies, FrameKind.Data, length) != length)
            throw new InvalidDataException("An output is shorter than was said.");
        while (length > 0)
        {
            Span<byte> room = target.GetSpan((int)Math.Min(length, Piece));
            int read = _replies.Read(room[..(int)Math.Min(length, room.Length)]);
            if (read == 0)
                throw new EndOfStreamException();
            target.Advance(read);
            length -= read;
        }
    }

    /// <summary>Reads a frame of data that must have just this length.</summary>
    /// <inheritdoc cref="ReadReply"/>
    public void ReadData(Span<byte> target)
    {
        if (Frames.ReadHeader(_replies, FrameKind.Data, target.Length) != target.Length)
            throw new InvalidDataException("A frame of data is shorter than was said.");
        _replies.ReadExactly(target);
    }

    /// <summary>Ends it at once. Whoever waits for its reply sees the end of the pipe. May be called from any thread, more than once.</summary>
    public void Kill()
    {
        if (Interlocked.Exchange(ref _isKilled, 1) != 0)
            return;
        try
        {
            _processorTime = ProcessorTime;
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended, or is ending.
        }
    }

    /// <summary>How it ended, for people: its exit code or signal, and the last line it said; waits a moment for the end.</summary>
    public string LastWords
    {
        get
        {
            const int SignalBase = 128;
            if (!_process.WaitForExit(TimeSpan.FromSeconds(1)))
                return string.Empty;
            int code = _process.ExitCode;
            string how = !OperatingSystem.IsWindows() && code > SignalBase
                ? $"signal {code - SignalBase}"
                : string.Create(CultureInfo.InvariantCulture, $"exit code {(OperatingSystem.IsWindows() ? $"0x{code:X8}" : code.ToString(CultureInfo.InvariantCulture))}");
            return _errors.FirstLine is { Length: > 0 } line ? $" It ended with {how}: {line}" : $" It ended with {how}.";
        }
    }

    /// <summary>Ends it, and waits a moment for that.</summary>
    public void Dispose()
    {
        Kill();
        _process.WaitForExit(TimeSpan.FromSeconds(1));
        _ceiling?.Dispose();
        Input.Dispose();
        _process.Dispose();
    }

    private void BecomeReady(string identity, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(StartLimit);
        using CancellationTokenRegistration killing = late.Token.Register(Kill);
        var start = new ChildStart(Input.Path, CultureInfo.CurrentCulture.Name, CultureInfo.CurrentUICulture.Name);
        Frames.Write(_requests, FrameKind.Start, JsonSerializer.SerializeToUtf8Bytes(start, ChildJson.Default.ChildStart));
        string ready = Encoding.UTF8.GetString(Frames.ReadMessage(_replies, FrameKind.Ready));
        Input.RemoveName();
        if (ready != identity)
            throw new InvalidDataException("It is of another version of the module; import the module again in a new session");
        _ceiling = MemoryCeiling.Of(_process);
    }
}

/// <summary>A child process could not be started.</summary>
internal sealed class ChildProcessException(string message, Exception inner) : Exception(message, inner);
