using System.Globalization;

namespace ImageResize.Hostile.Soak;

/// <summary>What a process has at a moment, from /proc.</summary>
/// <param name="Resident">Bytes of memory that are in RAM.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="Threads">Threads.</param>
internal readonly record struct ProcessSample(long Resident, int Handles, int Threads);

/// <summary>Looks at a process once a second until it ends.</summary>
internal sealed class ProcessSampler : IDisposable
{
    private readonly int _id;
    private readonly List<ProcessSample> _samples = [];
    private readonly Timer _timer;

    public ProcessSampler(int id)
    {
        _id = id;
        _timer = new Timer(_ => Take(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Processor time so far, in seconds.</summary>
    public double ProcessorSeconds { get; private set; }

    /// <summary>The samples so far.</summary>
    public ProcessSample[] Samples
    {
        get
        {
            lock (_samples)
                return [.. _samples];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Take()
    {
        try
        {
            string[] status = File.ReadAllLines($"/proc/{_id}/status");
            string[] times = File.ReadAllText($"/proc/{_id}/stat").Split(')')[^1].Split(' ');
            int handles = Directory.GetFileSystemEntries($"/proc/{_id}/fd").Length;
            lock (_samples)
            {
                _samples.Add(new ProcessSample(Number(status, "VmRSS:") << 10, handles, (int)Number(status, "Threads:")));

                // utime and stime (proc(5)), in hundredths of a second.
                ProcessorSeconds = (long.Parse(times[12], CultureInfo.InvariantCulture) + long.Parse(times[13], CultureInfo.InvariantCulture)) / 100.0;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or IndexOutOfRangeException)
        {
            // It has ended.
        }
    }

    private static long Number(string[] status, string name) =>
        long.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
