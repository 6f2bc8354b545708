using System.Diagnostics;

namespace ImageResize.Batch;

/// <summary>The memory of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>The resident memory at this moment, in bytes.</summary>
    public static long Current => Environment.WorkingSet;

    /// <summary>The largest resident memory so far, in bytes.</summary>
    public static long Peak
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }
}
