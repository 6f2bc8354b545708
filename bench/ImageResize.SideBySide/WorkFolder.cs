namespace ImageResize.SideBySide;

/// <summary>The inputs, copied until there are enough of them, and a fresh folder of outputs for each run.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("imageresize-bench-").FullName;

    /// <param name="photos">The folder of photos.</param>
    /// <param name="workers">Images done at once.</param>
    /// <param name="scenario">What is wanted of them.</param>
    public WorkFolder(string photos, int workers, Scenario scenario)
    {
        Scenario = scenario;
        Workers = workers;
        Directory.CreateDirectory(Inputs);
        string[] files = [.. Directory.GetFiles(photos, "*.jpg").Order(StringComparer.Ordinal)];
        Distinct = Math.Min(scenario.Inputs, files.Length);
        for (int i = 0; i < scenario.Inputs; i++)
        {
            string first = Path.Combine(Inputs, $"{i % files.Length:00000}.jpg");
            if (i < files.Length && scenario.Progressive)
                MakeProgressive(files[i], first);
            else
                File.Copy(i < files.Length ? files[i] : first, Path.Combine(Inputs, $"{i:00000}.jpg"));
        }
    }

    /// <summary>The outputs' sources, the first of each photo.</summary>
    public int Distinct { get; }

    public Scenario Scenario { get; }

    /// <summary>Images done at once.</summary>
    public int Workers { get; }

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

    /// <summary>Outputs written in a second in the second half of the run, by their times of writing.</summary>
    public double SteadyRate()
    {
        DateTime[] written = [.. Directory.GetFiles(Outputs).Select(File.GetLastWriteTimeUtc).Order()];
        int half = written.Length / 2;
        return (written.Length - 1 - half) / Math.Max((written[^1] - written[half]).TotalSeconds, 1e-9);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void MakeProgressive(string photo, string target)
    {
        using NetVips.Image image = NetVips.Image.NewFromFile(photo, access: NetVips.Enums.Access.Sequential);
        image.Jpegsave(target, q: 92, interlace: true);
    }
}
