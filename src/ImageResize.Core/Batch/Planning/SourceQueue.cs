namespace ImageResize.Batch.Planning;

/// <summary>
/// Inputs that were listed and wait to be planned, first in, first out. Listing runs far ahead of the work, so that it
/// is soon known how much there is to do; for that a million paths must be cheap. Each is stored as what it does not
/// share with the one before (front coding, as in the databases of locate(1)): some ten bytes for the next file of a
/// folder. The bytes lie in blocks that are dropped as they are read. Not thread safe.
/// </summary>
/// <param name="capacity">Bytes that the waiting inputs may take, about.</param>
internal sealed class SourceQueue(long capacity = SourceQueue.DefaultCapacity)
{
    /// <summary>Room for one to three million inputs.</summary>
    public const long DefaultCapacity = 32L << 20;

    private readonly Queue<TextBlock> _blocks = new();
    private TextBlock? _last;
    private SourceFile _written = new(string.Empty, string.Empty);
    private SourceFile _read = new(string.Empty, string.Empty);

    /// <summary>How many inputs wait.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes that they take, whole blocks counted.</summary>
    public long Bytes { get; private set; }

    /// <summary>Puts an input at the end; false while the queue is full.</summary>
    public bool TryAdd(SourceFile source)
    {
        int most = TextBlock.MostBytes(source.Path) + TextBlock.MostBytes(source.Root);
        if (_last?.HasRoom(most) != true)
        {
            if (Bytes >= capacity)
                return false;
            _blocks.Enqueue(_last = new TextBlock(most));
            Bytes += _last.Capacity;
        }

        _last.Write(source.Path, _written.Path);
        _last.Write(source.Root, _written.Root);
        _written = source;
        Count++;
        return true;
    }

    /// <summary>Takes the first input; false where none waits.</summary>
    public bool TryTake(out SourceFile source)
    {
        source = default;
        if (Count == 0)
            return false;
        TextBlock block = _blocks.Peek();
        string path = block.Read(_read.Path);
        string root = block.Read(_read.Root);
        source = _read = new SourceFile(path, root);
        Count--;
        if (block.IsReadToEnd && (block != _last || Count == 0))
            Drop();
        return true;
    }

    private void Drop()
    {
        TextBlock block = _blocks.Dequeue();
        Bytes -= block.Capacity;
        if (block == _last)
            _last = null;
    }
}

/// <summary>An input file and the folder that its place in the tree is counted from.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Root">The full path of the input root; the tree below it is kept under a destination.</param>
internal readonly record struct SourceFile(string Path, string Root);
