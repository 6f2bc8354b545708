using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Processes;

/// <summary>
/// A job object with a limit of committed memory for its one process. It ends the process when this one is gone, and no window
/// tells of a crash. Where the system refuses (an older one, inside of a job that does not nest), there is no ceiling.
/// </summary>
internal sealed class WindowsCeiling : MemoryCeiling
{
    private const int ExtendedLimitInformation = 9;

    private const uint ProcessMemory = 0x100;
    private const uint DieOnUnhandledException = 0x400;
    private const uint KillOnJobClose = 0x2000;

    private readonly SafeFileHandle? _job;
    private readonly long _before;

    public WindowsCeiling(Process process)
    {
        var job = new SafeFileHandle(NativeCreateJobObject(0, 0), ownsHandle: true);
        process.Refresh();
        _before = process.PrivateMemorySize64;
        if (job.IsInvalid || !Limit(job, 0) || !NativeAssignProcessToJobObject(job, process.SafeHandle))
            job.Dispose();
        else
            _job = job;
    }

    /// <inheritdoc/>
    public override void Set(long bytes)
    {
        if (_job is { } job)
            _ = Limit(job, (long)Math.Min(_before + (double)bytes, long.MaxValue / 2));
    }

    /// <inheritdoc/>
    public override void Dispose() => _job?.Dispose();

    /// <param name="job">The job.</param>
    /// <param name="bytes">Committed memory; 0 for any.</param>
    private static bool Limit(SafeFileHandle job, long bytes)
    {
        var limits = new ExtendedLimits
        {
            LimitFlags = KillOnJobClose | DieOnUnhandledException | (bytes > 0 ? ProcessMemory : 0),
            ProcessMemoryLimit = (nuint)bytes,
        };
        return NativeSetInformationJobObject(job, ExtendedLimitInformation, in limits, Marshal.SizeOf<ExtendedLimits>());
    }

    [DllImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true)]
    private static extern nint NativeCreateJobObject(nint attributes, nint name);

    [DllImport("kernel32", EntryPoint = "SetInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool NativeSetInformationJobObject(SafeFileHandle job, int kind, in ExtendedLimits limits, int length);

    [DllImport("kernel32", EntryPoint = "AssignProcessToJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool NativeAssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION (winnt.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
        public ulong ReadOperationCount;
        public ulong WriteOperationCount;
        public ulong OtherOperationCount;
        public ulong ReadTransferCount;
        public ulong WriteTransferCount;
        public ulong OtherTransferCount;
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }
}
