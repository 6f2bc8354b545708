namespace ImageResize.Batch.Monitoring;

/// <summary>The images that workers are at, in the order of their beginning. Thread safe.</summary>
/// <param name="time">What the time is told by.</param>
internal sealed class ActiveImages(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(string Path, long Began)> _images = new();

    /// <summary>The image that a worker has been at for longest; null where none is in hand.</summary>
    public SlowImage? Slowest
    {
        get
        {
            lock (_gate)
                return _images.First?.Value is var (path, began) ? new SlowImage(path, time.GetElapsedTime(began)) : null;
        }
    }

    /// <summary>An image is begun; it is active until the entry is disposed of.</summary>
    public Entry Add(string path)
    {
        lock (_gate)
            return new Entry(this, _images.AddLast((path, time.GetTimestamp())));
    }

    /// <summary>An active image.</summary>
    public readonly struct Entry : IDisposable
    {
        private readonly ActiveImages _all;
        private readonly LinkedListNode<(string Path, long Began)> _image;

        internal Entry(ActiveImages all, LinkedListNode<(string Path, long Began)> image)
        {
            _all = all;
            _image = image;
        }

        /// <summary>The image is done, or waits.</summary>
        public void Dispose()
        {
            lock (_all._gate)
                _all._images.Remove(_image);
        }
    }
}

/// <summary>The image that a worker has been at for longest.</summary>
/// <param name="Path">The full path of the input.</param>
/// <param name="Elapsed">How long, waiting for its turn left out.</param>
internal readonly record struct SlowImage(string Path, TimeSpan Elapsed);
