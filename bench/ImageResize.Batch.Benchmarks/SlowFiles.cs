using ImageResize.Files;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.BatchBenchmarks;

/// <summary>The local disk as if it were a share far away: 20 ms for each opening, for reading or writing.</summary>
internal sealed class SlowFiles : IFileLayer
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);
    private static readonly LocalFileLayer Disk = LocalFileLayer.Instance;

    public SafeFileHandle OpenRead(string path)
    {
        Thread.Sleep(Latency);
        return Disk.OpenRead(path);
    }

    public SafeFileHandle CreateNew(string path, UnixFileMode mode)
    {
        Thread.Sleep(Latency);
        return Disk.CreateNew(path, mode);
    }

    public int Read(SafeFileHandle handle, Span<byte> buffer, long offset) => Disk.Read(handle, buffer, offset);

    public void Write(SafeFileHandle handle, ReadOnlySpan<byte> bytes, long offset) => Disk.Write(handle, bytes, offset);

    public void Flush(SafeFileHandle handle) => Disk.Flush(handle);

    public void Move(string from, string to, bool overwrite) => Disk.Move(from, to, overwrite);

    public void Delete(string path) => Disk.Delete(path);

    public void CreateDirectory(string path) => Disk.CreateDirectory(path);
}
