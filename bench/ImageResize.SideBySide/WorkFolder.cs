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
        {
            string first = Path.Combine(Inputs, $"{i % photos.Length:00000}.jpg");
            if (i < photos.Length && options.Progressive)
                MakeProgressive(photos[i], first);
            else
                File.Copy(i < photos.Length ? photos[i] : first, Path.Combine(Inputs, $"{i:00000}.jpg"));
        }
    }

    /// <summary>The outputs' sources, the first of each photo.</summary>
    public int Distinct => Math.Min(Options.Inputs, Directory.GetFiles(Options.Photos, "*.jpg").Length);

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

    private static void MakeProgressive(string photo, string target)
    {
        using NetVips.Image image = NetVips.Image.NewFromFile(photo, access: NetVips.Enums.Access.Sequential);
        image.Jpegsave(target, q: 92, interlace: true);
    }
}
