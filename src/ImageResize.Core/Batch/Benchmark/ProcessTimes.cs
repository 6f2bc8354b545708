using System.Diagnostics;

namespace ImageResize.Batch.Benchmark;

/// <summary>The processor time of this process.</summary>
internal static class ProcessTimes
{
    /// <summary>User and kernel time of all threads since the process began.</summary>
    public static TimeSpan Cpu
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime;
        }
    }
}
