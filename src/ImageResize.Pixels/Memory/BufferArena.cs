namespace ImageResize.Pixels.Memory;

/// <summary>
/// All native buffers of one scaler. It counts what they hold, so that the estimate of the memory
/// can be checked, and frees them together.
/// </summary>
internal sealed class BufferArena(BufferAllocator allocator) : IDisposable
{
    private readonly List<NativeBuffer> _buffers = [];

    public BufferAllocator Allocator { get; } = allocator;

    /// <summary>Bytes held now.</summary>
    public long Held { get; private set; }

    /// <summary>The most bytes held since the last <see cref="ResetPeak"/>.</summary>
    public long Peak { get; private set; }

    public NativeBuffer Create()
    {
        var buffer = new NativeBuffer(this);
        _buffers.Add(buffer);
        return buffer;
    }

    public void ResetPeak() => Peak = Held;

    /// <summary>
    /// Frees large buffers, which the pool keeps for whoever comes next, and every buffer if the others still hold more than the
    /// limit; they grow again when needed.
    /// </summary>
    public void TrimAbove(long limit)
    {
        foreach (NativeBuffer buffer in _buffers)
        {
            if (buffer.Capacity >= PagePool.SmallestBytes)
                buffer.Release();
        }

        if (Held <= limit)
            return;
        foreach (NativeBuffer buffer in _buffers)
            buffer.Release();
    }

    public void Dispose()
    {
        foreach (NativeBuffer buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
    }

    internal void Account(long difference)
    {
        Held += difference;
        Peak = Math.Max(Peak, Held);
    }
}
