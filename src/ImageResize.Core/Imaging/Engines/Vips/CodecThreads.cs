using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// The threads on which libvips and its codecs work for an image. A C heap keeps what they free for each thread apart, some 16 to 50 MB,
/// and twice as many images are in hand as are computed: so the thread that waited the shortest takes the next image, and no more
/// heaps grow than images are computed at once. Thread safe.
/// </summary>
/// <param name="longestIdle">A thread that had nothing to do for so long ends.</param>
internal sealed class CodecThreads(TimeSpan longestIdle)
{
    [ThreadStatic]
    private static bool _isOne;

    /// <summary>Those that have nothing to do; the last has waited the shortest.</summary>
    private readonly List<CodecThread> _idle = [];

    /// <summary>A thread that had nothing to do for so long ends.</summary>
    public TimeSpan LongestIdle { get; } = longestIdle;

    /// <summary>Those of the process.</summary>
    public static CodecThreads Shared { get; } = new(TimeSpan.FromSeconds(10));

    /// <summary>How many there are that have nothing to do.</summary>
    public int Idle
    {
        get
        {
            lock (_idle)
                return _idle.Count;
        }
    }

    /// <summary>Does something on one of them and waits for it; at once where the caller is one of them. What it throws is thrown here.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">What is done.</param>
    public T Run<T>(Func<T> work)
    {
        if (_isOne)
            return work();
        T? result = default;
        Take().Do(() => result = work());
        return result!;
    }

    /// <summary>Takes a thread from the idle ones for good; false where it has just been taken for work.</summary>
    private bool Leave(CodecThread thread)
    {
        lock (_idle)
            return _idle.Remove(thread);
    }

    private CodecThread Take()
    {
        lock (_idle)
        {
            if (_idle.Count == 0)
                return new CodecThread(this);
            CodecThread last = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return last;
        }
    }

    /// <summary>One thread, which waits for work under the lock of its object.</summary>
    private sealed class CodecThread
    {
        private readonly CodecThreads _all;
        private readonly object _gate = new();
        private Action? _work;
        private ExceptionDispatchInfo? _failure;
        private bool _isDone;

        public CodecThread(CodecThreads all)
        {
            _all = all;
            new Thread(Live) { IsBackground = true, Name = "ImageResize codec" }.Start();
        }

        /// <summary>Has the thread do something, and gives it back.</summary>
        public void Do(Action work)
        {
            ExceptionDispatchInfo? failure;
            lock (_gate)
            {
                (_work, _isDone) = (work, false);
                Monitor.PulseAll(_gate);
                while (!_isDone)
                    Monitor.Wait(_gate);
                (failure, _failure) = (_failure, null);
            }

            lock (_all._idle)
                _all._idle.Add(this);
            failure?.Throw();
        }

        private void Live()
        {
            _isOne = true;
            while (Next() is { } work)
            {
                Try(work);
                lock (_gate)
                {
                    (_work, _isDone) = (null, true);
                    Monitor.PulseAll(_gate);
                }
            }
        }

        /// <summary>What is to be done; null where the thread is to end, and is none of the idle ones any more.</summary>
        private Action? Next()
        {
            while (true)
            {
                lock (_gate)
                {
                    if (_work is not null || (Monitor.Wait(_gate, _all.LongestIdle) && _work is not null))
                        return _work;
                }

                if (_all.Leave(this))
                    return null;
            }
        }

        [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is thrown on the thread that asked.")]
        private void Try(Action work)
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
            }
        }
    }
}
