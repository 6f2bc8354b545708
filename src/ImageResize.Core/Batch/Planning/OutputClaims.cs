namespace ImageResize.Batch.Planning;

/// <summary>
/// Remembers which input each output of a run belongs to, so that no output is written twice and no input is
/// written over. Grows by some 100 bytes an image. Not thread safe.
/// </summary>
internal sealed class OutputClaims
{
    private readonly Dictionary<UInt128, UInt128> _sourceByOutput = [];
    private readonly HashSet<UInt128> _sources = [];
    private readonly RealPath _real = new();

    /// <summary>Notes an input; false where the run has it already.</summary>
    public bool AddSource(string source) => _sources.Add(PathKey.Of(_real.OfContent(source)));

    /// <summary>Whether a path is an output of this run.</summary>
    public bool IsOutput(string path) => _sourceByOutput.ContainsKey(PathKey.Of(_real.OfContent(path)));

    /// <summary>Whether a path is an input of this run, seen so far.</summary>
    public bool IsSource(string path) => _sources.Contains(PathKey.Of(_real.OfContent(path)));

    /// <summary>Claims an output for an input; false where another input has it.</summary>
    public bool TryClaim(string output, string source) =>
        _sourceByOutput.TryAdd(PathKey.Of(_real.OfEntry(output)), PathKey.Of(_real.OfContent(source)));
}
