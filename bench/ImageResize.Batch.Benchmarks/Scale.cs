using System.Diagnostics;
using System.Globalization;
using System.Text;
using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Testing;

namespace ImageResize.BatchBenchmarks;

/// <summary>
/// Whether very many images take more memory than a few: small ones through Invoke-ImageResize, by -Path -Recurse and
/// through the pipeline, each run in a process of its own; and the reading of a journal of a million entries.
/// </summary>
internal sealed class Scale : IDisposable
{
    private const int Few = 1000;
    private const int InFolder = 1000;

    private readonly string _root = Directory.CreateTempSubdirectory("imageresize-scale-").FullName;
    private readonly int _many;

    public Scale(int many)
    {
        _many = many;
        string first = Path.Combine(_root, "first.jpg");
        SyntheticPhoto.WriteJpeg(first, new PixelSize(64, 48), 1);
        Fill("few", Few, first);
        Fill("many", many, first);
    }

    public void Run()
    {
        foreach (string way in (string[])["by -Path -Recurse", "by the pipeline"])
        {
            double few = Resize(way, "few", Few), many = Resize(way, "many", _many);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{way}: {_many} images take {many - few:0} MB more than {Few}"));
        }
    }

    /// <summary>Reads a journal of so many entries, in this process.</summary>
    public static void ReadJournal(int entries)
    {
        string path = Path.GetTempFileName();
        try
        {
            using (var writer = new StreamWriter(path, append: false, new UTF8Encoding(false)))
            {
                for (int i = 0; i < entries; i++)
                    writer.Write($"{{\"source\":\"folder-{i / 1000}/photo-{i}.jpg\",\"output\":\"folder-{i / 1000}/photo-{i}.jpg\",\"length\":{i + 1},\"modified\":\"2026-01-01T00:00:00Z\",\"options\":\"0123456789abcdef\",\"status\":\"Resized\",\"at\":\"2026-01-01T00:00:00Z\"}}\n");
            }

            long before = GC.GetTotalMemory(forceFullCollection: true);
            long began = Stopwatch.GetTimestamp();
            using FileStream stream = File.OpenRead(path);
            JournalIndex index = JournalIndex.Load(stream);
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{index.Count} entries ({stream.Length / 1e6:0} MB) read in {took.TotalSeconds:0.00} s, {kept / 1e6:0} MB kept, peak of the process {ProcessMemory.Peak / 1e6:0} MB"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Fill(string name, int count, string image)
    {
        for (int i = 0; i < count; i++)
        {
            string folder = Path.Combine(_root, name, $"{i / InFolder:000}");
            if (i % InFolder == 0)
                Directory.CreateDirectory(folder);
            File.Copy(image, Path.Combine(folder, $"photo-{i:000000}.jpg"));
        }
    }

    private double Resize(string way, string name, int count)
    {
        string source = Path.Combine(_root, name), output = Path.Combine(_root, $"{name} {way}");
        string command = way.Contains("pipeline", StringComparison.Ordinal) ? $"Get-ChildItem '{source}' -Recurse -File | Invoke-ImageResize" : $"Invoke-ImageResize -Path '{source}' -Recurse";
        string[] figures = PwshProcess.MustRun(
            $"{command} -Size 32 -Destination '{output}' -ThrottleLimit 2 -SummaryVariable s -InformationAction Ignore | Out-Null; '{{0}} {{1}} {{2}}' -f $s.Resized, $s.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture), $s.PeakMemory",
            patience: TimeSpan.FromHours(1)).Lines[^1].Split(' ');
        double seconds = double.Parse(figures[1], CultureInfo.InvariantCulture), megabytes = double.Parse(figures[2], CultureInfo.InvariantCulture) / 1e6;
        if (int.Parse(figures[0], CultureInfo.InvariantCulture) != count)
            throw new InvalidOperationException($"{figures[0]} of {count} images came out.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{way}: {count} images in {seconds:0.0} s ({count / seconds:0} images/s), peak {megabytes:0} MB"));
        return megabytes;
    }
}
