using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ImageResize.Processes;

/// <summary>
/// The memory that a child may take beyond what it had when it was ready. Above it, its next wish for memory fails (Linux, Windows),
/// or it is ended (macOS). Belongs to one thread at a time.
/// </summary>
internal abstract class MemoryCeiling : IDisposable
{
    /// <summary>The ceiling of a process that has just become ready, as its system has it.</summary>
    public static MemoryCeiling Of(Process process) =>
        OperatingSystem.IsLinux() ? new LinuxCeiling(process)
        : OperatingSystem.IsWindows() ? new WindowsCeiling(process)
        : new WatchedCeiling(process);

    /// <summary>Sets it for the next image.</summary>
    /// <param name="bytes">Beyond what the process had when it was ready, above 0.</param>
    public abstract void Set(long bytes);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>
/// RLIMIT_DATA, which counts private writable memory (kernel 4.7 and later), set from outside. A limit of all addresses would end
/// .NET, which reserves 256 GB of them; control groups are not ours to make. No core file is written, and where the machine itself
/// runs out of memory, the child is the first that the kernel ends.
/// </summary>
internal sealed class LinuxCeiling : MemoryCeiling
{
    private const int LimitData = 2;
    private const int LimitCore = 4;

    private readonly Process _process;
    private readonly long _before;

    public LinuxCeiling(Process process)
    {
        _process = process;
        _before = DataOf(process.Id);
        var none = new Limits(0, 0);
        _ = NativePrlimit(process.Id, LimitCore, in none, 0);
    }

    /// <inheritdoc/>
    public override void Set(long bytes)
    {
        // Where it could not be read or set there is no ceiling, and the image is done all the same.
        if (_before == 0)
            return;
        var limits = new Limits((ulong)Math.Min(_before + (double)bytes, long.MaxValue / 2), ulong.MaxValue);
        _ = NativePrlimit(_process.Id, LimitData, in limits, 0);
    }

    private static long DataOf(int process)
    {
        const string Field = "VmData:";
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(text => text.StartsWith(Field, StringComparison.Ordinal));
            return line is not null && long.TryParse(line.AsSpan(Field.Length).Trim().TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes) ? kilobytes << 10 : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [DllImport("libc", EntryPoint = "prlimit64", SetLastError = true)]
    private static extern int NativePrlimit(int process, int resource, in Limits limits, nint old);

    private readonly record struct Limits(ulong Now, ulong Most);
}

/// <summary>For systems whose limits do not hold (macOS): a look at the process's footprint every 50 ms, and above the ceiling it is ended.</summary>
internal sealed class WatchedCeiling : MemoryCeiling
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly Timer _watch;
    private readonly long _before;
    private long _most = long.MaxValue;

    public WatchedCeiling(Process process)
    {
        _process = process;
        _before = FootprintOf(process);
        _watch = new Timer(static ceiling => ((WatchedCeiling)ceiling!).Look(), this, Interval, Interval);
    }

    /// <inheritdoc/>
    public override void Set(long bytes) => Interlocked.Exchange(ref _most, (long)Math.Min(_before + (double)bytes, long.MaxValue));

    /// <inheritdoc/>
    public override void Dispose() => _watch.Dispose();

    private void Look()
    {
        try
        {
            if (FootprintOf(_process) > Interlocked.Read(ref _most))
                _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended.
        }
    }

    /// <summary>Physical memory that counts for the process, as the system's own limits would count it; the resident memory where that cannot be read.</summary>
    private static long FootprintOf(Process process)
    {
        const int Version = 0; // RUSAGE_INFO_V0 (sys/resource.h): an UUID, then 64-bit numbers, of which ri_phys_footprint is the eighth.
        const int FootprintOffset = 16 + 7 * sizeof(ulong);
        Span<byte> usage = stackalloc byte[256];
        try
        {
            if (NativeProcPidRusage(process.Id, Version, ref MemoryMarshal.GetReference(usage)) == 0)
                return BitConverter.ToInt64(usage[FootprintOffset..]);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Not macOS.
        }

        process.Refresh();
        return process.WorkingSet64;
    }

    [DllImport("libproc", EntryPoint = "proc_pid_rusage")]
    private static extern int NativeProcPidRusage(int process, int flavor, ref byte usage);
}
