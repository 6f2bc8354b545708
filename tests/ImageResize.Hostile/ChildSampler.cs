using System.Globalization;

namespace ImageResize.Hostile;

/// <summary>Looks at the children of a process ten times a second, and keeps the most that one of them had in RAM. Linux; elsewhere it sees nothing.</summary>
internal sealed class ChildSampler : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly int _parent;
    private readonly Timer _timer;
    private long _peak;

    public ChildSampler(int parent)
    {
        _parent = parent;
        _timer = new Timer(_ => Take(), null, Interval, Interval);
    }

    /// <summary>Bytes, by the system's own peak of each child (VmHWM, proc(5)).</summary>
    public long Peak => Interlocked.Read(ref _peak);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Take()
    {
        try
        {
            foreach (string thread in Directory.GetDirectories($"/proc/{_parent}/task"))
            {
                foreach (string child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    string? told = File.ReadLines($"/proc/{child}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                    if (told is not null)
                        InterlockedMax(long.Parse(told.Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One of them has ended.
        }
    }

    private void InterlockedMax(long value)
    {
        for (long seen = Peak; value > seen; seen = Peak)
            if (Interlocked.CompareExchange(ref _peak, value, seen) == seen)
                return;
    }
}
