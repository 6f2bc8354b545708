using System.Diagnostics;
using System.Runtime.InteropServices;
using ImageResize.Pixels.Memory;

namespace ImageResize.Batch.Limits;

/// <summary>
/// Gives back to the system what images have freed: the unused regions of the pool, and on glibc what the heaps of libvips' threads keep.
/// That costs some milliseconds and what comes next takes it anew, so it is not done after each image but where it matters: when images
/// wait for memory, and at the end of a run. Thread safe.
/// </summary>
internal static class FreedMemory
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static long _lastTime;

    /// <summary>Images wait for memory: gives back, unless that was done a moment ago.</summary>
    public static void Relieve()
    {
        long last = Interlocked.Read(ref _lastTime), now = Stopwatch.GetTimestamp();
        bool isSoon = last != 0 && Stopwatch.GetElapsedTime(last, now) < Pause;
        if (!isSoon && Interlocked.CompareExchange(ref _lastTime, now, last) == last)
            GiveBack();
    }

    /// <summary>Gives back at once.</summary>
    public static void GiveBack()
    {
        PagePool.Shared.Trim();
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = TrimHeaps(0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Not glibc: musl gives back by itself.
        }
    }

    /// <summary>Collects what an image of very much metadata has left in arrays and texts, before its share of memory is another's.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int TrimHeaps(nuint pad);
}
