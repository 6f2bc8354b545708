namespace ImageResize.Hostile.Soak;

/// <summary>Deletes inputs at random moments while runs work on them.</summary>
internal sealed class Vanishing : IDisposable
{
    private readonly SoakTree _tree;
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    /// <summary>Begins.</summary>
    /// <param name="tree">The inputs.</param>
    /// <param name="count">How many go.</param>
    /// <param name="within">Until when all are gone.</param>
    /// <param name="random">Chance.</param>
    public Vanishing(SoakTree tree, int count, TimeSpan within, Random random)
    {
        _tree = tree;
        var plan = new List<(TimeSpan At, string Name)>();
        for (int i = 0; i < count; i++)
            plan.Add((random.NextDouble() * within, tree.Names[random.Next(tree.Names.Count)]));
        plan.Sort();
        _thread = new Thread(() => Delete(plan)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>What is gone, relative to the tree; for use after <see cref="Dispose"/>.</summary>
    public IReadOnlySet<string> Gone => _gone;

    /// <summary>Ends it; what has not gone by now stays.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Delete(List<(TimeSpan At, string Name)> plan)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach ((TimeSpan at, string name) in plan)
        {
            TimeSpan wait = at - clock.Elapsed;
            if (wait > TimeSpan.Zero && _stop.Token.WaitHandle.WaitOne(wait))
                return;
            File.Delete(Path.Combine(_tree.Root, name));
            _gone.Add(name);
        }
    }
}
