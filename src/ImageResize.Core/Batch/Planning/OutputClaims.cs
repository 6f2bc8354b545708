using ImageResize.Files;

namespace ImageResize.Batch.Planning;

/// <summary>
/// Remembers the inputs and the outputs of a run, so that no output is written twice and no input is written over.
/// Grows by some 150 bytes an image. Not thread safe.
/// </summary>
internal sealed class OutputClaims
{
    private readonly HashSet<UInt128> _outputs = [];
    private readonly HashSet<UInt128> _outputsOfAnyCase = [];
    private readonly HashSet<UInt128> _sources = [];
    private readonly HashSet<UInt128> _linkedSources = [];
    private readonly RealPath _real = new();

    /// <summary>Notes an input; false where the run has it already. Two links to one file are two inputs.</summary>
    public bool AddSource(string source)
    {
        string entry = _real.OfEntry(source);
        string content = _real.OfContent(source);
        if (content != entry)
            _linkedSources.Add(PathKey.Of(content));
        return _sources.Add(PathKey.Of(entry));
    }

    /// <summary>Whether a path is an output of this run.</summary>
    public bool IsOutput(string path) => _outputs.Contains(PathKey.Of(_real.OfEntry(path)));

    /// <summary>Whether a path is an input of this run, seen so far, or the file that one of them links to.</summary>
    public bool IsSource(string path)
    {
        UInt128 entry = PathKey.Of(_real.OfEntry(path));
        return _sources.Contains(entry) || _linkedSources.Contains(entry);
    }

    /// <summary>Claims an output; false where another input has it.</summary>
    /// <param name="output">The full path of the output.</param>
    /// <param name="hasTwin">Whether another output differs from it in case only: two files here, one on a memory card.</param>
    public bool TryClaim(string output, out bool hasTwin)
    {
        string entry = _real.OfEntry(output);
        bool isNew = _outputs.Add(PathKey.Of(entry));
        hasTwin = isNew && !PathKey.IgnoresCase && !_outputsOfAnyCase.Add(PathKey.OfAnyCase(entry));
        return isNew;
    }
}
