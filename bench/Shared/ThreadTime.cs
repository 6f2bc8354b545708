using System.Runtime.InteropServices;

namespace ImageResize.Benchmarks;

/// <summary>The processor time of threads; Linux alone.</summary>
internal static class ThreadTime
{
    private const int ThreadClock = 3;

    /// <summary>What the calling thread has had since it began.</summary>
    public static TimeSpan Own => GetTime(ThreadClock, out Spec time) == 0
        ? new TimeSpan(time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / TimeSpan.NanosecondsPerTick)
        : throw new PlatformNotSupportedException("The processor time of a thread is measured on Linux alone.");

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out Spec time);

    private struct Spec
    {
        public long Seconds, Nanoseconds;
    }
}
