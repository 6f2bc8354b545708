namespace ImageResize.Hostile.Soak;

/// <summary>Makes a volume full at set times, and frees it again after a while.</summary>
internal sealed class DiskFilling : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    /// <summary>Begins.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="at">When it becomes full, from now.</param>
    /// <param name="time">How long it stays so.</param>
    public DiskFilling(SmallVolume volume, IReadOnlyList<TimeSpan> at, TimeSpan time)
    {
        _thread = new Thread(() => Fill(volume, at, time)) { IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Fill(SmallVolume volume, IReadOnlyList<TimeSpan> times, TimeSpan time)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (TimeSpan at in times)
        {
            TimeSpan wait = at - clock.Elapsed;
            if (wait > TimeSpan.Zero && _stop.Token.WaitHandle.WaitOne(wait))
                return;
            volume.Fill();
            _stop.Token.WaitHandle.WaitOne(time);
            volume.Free();
        }
    }
}
