namespace ImageResize.Pixels.Memory;

/// <summary>
/// The large buffers of the process: files, what is encoded, rows and planes of the codecs. Each is a region of its own from the
/// system; a region that is given back is kept for the next one of about its size, up to a limit for all together, so that many
/// workers do not each keep what only some of them need at a time. Thread safe.
/// </summary>
/// <param name="keepLimit">Bytes that may be kept while nobody uses them.</param>
internal sealed class PagePool(long keepLimit)
{
    /// <summary>Smaller buffers are the C heap's.</summary>
    public const int SmallestBytes = 256 << 10;

    private const int Step = 64 << 10;

    /// <summary>A region is used for what needs no less than half of it: files of a batch differ in length, and where each took a region of its own, ever more were kept.</summary>
    private const double MostSpare = 2;

    private readonly Lock _gate = new();

    /// <summary>What nobody uses, the longest unused first.</summary>
    private readonly List<(nint Address, long Bytes)> _unused = [];

    /// <summary>The bytes of what is in use, by address.</summary>
    private readonly Dictionary<nint, long> _inUse = [];

    private long _keepLimit = keepLimit;
    private long _used;
    private long _kept;

    /// <summary>The one of the process.</summary>
    public static PagePool Shared { get; } = new(DefaultKeepLimit);

    /// <summary>What two processors need (docs/benchmarks.md, "Memory"), and more where more images are in hand.</summary>
    private static long DefaultKeepLimit => Math.Clamp(10L * Environment.ProcessorCount, 20, 64) << 20;

    /// <summary>Bytes in use.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Bytes that are kept and not in use.</summary>
    public long Kept
    {
        get
        {
            lock (_gate)
                return _kept;
        }
    }

    /// <summary>Takes a region, whose content is undefined.</summary>
    /// <param name="bytes">Bytes at least, 1 or more.</param>
    /// <exception cref="OutOfMemoryException">The system has none.</exception>
    public nint Take(long bytes) => Take(bytes, out _);

    /// <summary>Takes a region and tells how many bytes it has.</summary>
    /// <inheritdoc cref="Take(long)" path="/param|/exception"/>
    public nint Take(long bytes, out long size)
    {
        size = SizeFor(bytes);
        lock (_gate)
        {
            for (int i = _unused.Count - 1; i >= 0; i--)
            {
                (nint address, long held) = _unused[i];
                if (held < bytes || held > size * MostSpare)
                    continue;
                _unused.RemoveAt(i);
                _kept -= held;
                size = held;
                Note(address, held);
                return address;
            }
        }

        nint taken = SystemPages.Take(size);
        lock (_gate)
            Note(taken, size);
        return taken;
    }

    /// <summary>Gives a region back.</summary>
    /// <param name="address">Where it is.</param>
    public void GiveBack(nint address)
    {
        lock (_gate)
        {
            if (!_inUse.Remove(address, out long size))
                throw new ArgumentException("The region is not in use.", nameof(address));
            _used -= size;
            _kept += size;
            _unused.Add((address, size));
            ReleaseAbove(_keepLimit);
        }
    }

    /// <summary>Changes the limit of what is kept; what is above it goes back to the system.</summary>
    /// <param name="bytes">At least 0.</param>
    public void KeepUpTo(long bytes)
    {
        lock (_gate)
        {
            _keepLimit = bytes;
            ReleaseAbove(bytes);
        }
    }

    /// <summary>Gives all that nobody uses back to the system.</summary>
    public void Trim()
    {
        lock (_gate)
            ReleaseAbove(0);
    }

    /// <summary>Whole steps; of more than a megabyte eighths of a power of two, so that regions fit for buffers of similar sizes.</summary>
    private static long SizeFor(long bytes)
    {
        long step = Step;
        while (step * 16 < bytes)
            step *= 2;
        return (bytes + step - 1) / step * step;
    }

    private void Note(nint address, long size)
    {
        _inUse.Add(address, size);
        _used += size;
    }

    private void ReleaseAbove(long limit)
    {
        int count = 0;
        for (; _kept > limit && count < _unused.Count; count++)
        {
            SystemPages.GiveBack(_unused[count].Address, _unused[count].Bytes);
            _kept -= _unused[count].Bytes;
        }

        _unused.RemoveRange(0, count);
    }
}
