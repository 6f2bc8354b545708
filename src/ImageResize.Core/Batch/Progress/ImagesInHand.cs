namespace ImageResize.Batch.Progress;

/// <summary>The images that workers are at, in the order of their beginning. Thread safe.</summary>
/// <param name="time">What the time is told by.</param>
internal sealed class ImagesInHand(TimeProvider time)
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

    /// <summary>An image is taken in hand, until the result is disposed of.</summary>
    public Holding Take(string path)
    {
        lock (_gate)
            return new Holding(this, _images.AddLast((path, time.GetTimestamp())));
    }

    /// <summary>An image in hand.</summary>
    public readonly struct Holding : IDisposable
    {
        private readonly ImagesInHand _all;
        private readonly LinkedListNode<(string Path, long Began)> _image;

        internal Holding(ImagesInHand all, LinkedListNode<(string Path, long Began)> image)
        {
            _all = all;
            _image = image;
        }

        /// <summary>The image is done.</summary>
        public void Dispose()
        {
            lock (_all._gate)
                _all._images.Remove(_image);
        }
    }
}
