using System.Diagnostics;

namespace ImageResize.Hostile.Soak;

/// <summary>
/// A file system of its own (ext4 in a file) that can be filled to the last block and freed again. Linux, as root. Its
/// methods may be called from several threads.
/// </summary>
internal sealed class SmallVolume : IDisposable
{
    private const string FillName = "fill";
    private const long KeptFree = 16 << 20;

    private readonly string _image;
    private readonly Lock _lock = new();
    private FileStream? _fill;
    private Timer? _topUp;

    /// <summary>Makes and mounts it.</summary>
    /// <param name="folder">Where its file and its mount point go.</param>
    /// <param name="bytes">How large it is.</param>
    /// <exception cref="InvalidOperationException">The system does not allow it.</exception>
    public SmallVolume(string folder, long bytes)
    {
        _image = Path.Combine(folder, "volume.img");
        Root = Path.Combine(folder, "volume");
        Directory.CreateDirectory(Root);
        using (FileStream file = File.Create(_image))
            file.SetLength(bytes);
        Run("mkfs.ext4", "-q", "-m", "0", "-i", "4096", _image);
        Run("mount", "-o", "loop", _image, Root);
    }

    /// <summary>Its uppermost folder.</summary>
    public string Root { get; }

    /// <summary>Takes all that is free, and what becomes free, until <see cref="Free"/>.</summary>
    public void Fill()
    {
        lock (_lock)
        {
            // Most of it is taken without being written; what others write meanwhile needs its place.
            long most = Math.Max(0, new DriveInfo(Root).AvailableFreeSpace - KeptFree);
            _fill = new FileStream(Path.Combine(Root, FillName), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, PreallocationSize = most });
            _fill.Position = most;
            TakeRest(1 << 20);
            TakeRest(4 << 10);
            _topUp = new Timer(_ => TakeRest(4 << 10), null, 50, 50);
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free()
    {
        lock (_lock)
        {
            _topUp?.Dispose();
            _topUp = null;
            _fill?.Dispose();
            _fill = null;
            File.Delete(Path.Combine(Root, FillName));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        Run("umount", Root);
        File.Delete(_image);
    }

    private void TakeRest(int step)
    {
        lock (_lock)
        {
            byte[] block = new byte[step];
            try
            {
                while (_fill is not null)
                    _fill.Write(block);
            }
            catch (IOException)
            {
                // It is full.
            }
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error} (the soak needs Linux, root and loop devices)");
    }
}
