using ImageResize.Files;

namespace ImageResize.Batch.Planning;

/// <summary>
/// Remembers the inputs and the outputs of a run, so that no output is written twice and no input is written over.
/// Grows by some 150 bytes an image. Not thread safe.
/// </summary>
/// <param name="again">Whether an input may come again, and then has the outputs that it had.</param>
internal sealed class OutputClaims(bool again = false)
{
    private readonly Dictionary<UInt128, UInt128> _owners = [];
    private readonly HashSet<UInt128> _outputs = [];
    private readonly HashSet<UInt128> _outputsOfAnyCase = [];
    private readonly HashSet<UInt128> _sources = [];
    private readonly HashSet<UInt128> _linkedSources = [];
    private readonly RealPath _real = new();

    /// <summary>Notes an input; false where the run has it already and each is done once. Two links to one file are two inputs.</summary>
    public bool AddSource(string source)
    {
        string entry = _real.OfEntry(source);
        string content = _real.OfContent(source);
        if (content != entry)
            _linkedSources.Add(PathKey.Of(content));
        return _sources.Add(PathKey.Of(entry)) || again;
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
    /// <param name="source">The full path of the input.</param>
    /// <param name="hasTwin">Whether another output differs from it in case only: two files here, one on a memory card.</param>
    public bool TryClaim(string output, string source, out bool hasTwin)
    {
        string entry = _real.OfEntry(output);
        UInt128 key = PathKey.Of(entry);
        bool isNew = _outputs.Add(key);
        if (again)
        {
            UInt128 owner = PathKey.Of(_real.OfEntry(source));
            hasTwin = false;
            if (!isNew)
                return _owners[key] == owner;
            _owners[key] = owner;
        }

        hasTwin = isNew && !PathKey.IgnoresCase && !_outputsOfAnyCase.Add(PathKey.OfAnyCase(entry));
        return isNew;
    }
}
