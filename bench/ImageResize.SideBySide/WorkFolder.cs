namespace ImageResize.SideBySide;

/// <summary>The inputs, copied until there are enough of them, and a fresh folder of outputs for each run.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("imageresize-bench-").FullName;

    public WorkFolder(Options options)
    {
        Options = options;
        Directory.CreateDirectory(Inputs);
        string[] photos = [.. Directory.GetFiles(options.Photos, "*.jpg").Order(StringComparer.Ordinal)];
        for (int i = 0; i < options.Inputs; i++)
            File.Copy(photos[i % photos.Length], Path.Combine(Inputs, $"{i:00000}.jpg"));
    }

    public Options Options { get; }

    public string Inputs => Path.Combine(_root, "in");

    public string Outputs => Path.Combine(_root, "out");

    public void ClearOutputs()
    {
        if (Directory.Exists(Outputs))
            Directory.Delete(Outputs, recursive: true);
        Directory.CreateDirectory(Outputs);
    }

    public long OutputBytes() => Directory.GetFiles(Outputs).Sum(file => new FileInfo(file).Length);

    public int OutputCount() => Directory.GetFiles(Outputs).Length;

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
