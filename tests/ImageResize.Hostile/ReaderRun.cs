using System.Diagnostics;
using System.Globalization;
using ImageResize.Bitmaps;
using ImageResize.Bitmaps.Bmp;
using ImageResize.Bitmaps.Ico;
using ImageResize.Bitmaps.Pnm;
using ImageResize.Bitmaps.Tga;
using ImageResize.Metadata.Sources;
using ImageResize.Raw;
using ImageResize.Testing.Hostile;

namespace ImageResize.Hostile;

/// <summary>
/// Damaged files straight into each reader of bitmaps and camera raw, in this process: what is no <see cref="BitmapException"/>,
/// what takes long, and what takes more managed memory than it may is found and saved.
/// </summary>
internal sealed class ReaderRun(Arguments arguments)
{
    /// <summary>As <c>-MaxPixels</c> would refuse them; small, so that a claim of many pixels does not take all the time.</summary>
    private const long MaxPixels = 4_000_000;

    private const double PatienceMilliseconds = 1_000;
    private const long MaxManagedBytes = 8 << 20;

    private static readonly string[] Kinds = ["bmp", "tga", "pnm", "ico", "raw"];

    private readonly string _save = Path.GetFullPath(arguments.Text("save", "hostile-findings"));
    private readonly int _seed = arguments.Number("seed", 1);
    private int _findings;

    /// <summary>Damages as many files for each reader as asked for.</summary>
    public int Run()
    {
        int count = arguments.Number("count", 100_000);
        List<(string Name, byte[] Bytes)> corpus = [.. HostileCorpus.Create(), .. Extra(arguments.Text("folder", ""))];
        foreach (string kind in Kinds)
            Run(kind, [.. corpus.Where(one => KindOf(one.Name) == kind)], count);
        return _findings == 0 ? 0 : 1;
    }

    private static IEnumerable<(string, byte[])> Extra(string folder) =>
        folder.Length == 0 ? [] : Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)));

    private static string KindOf(string name) => Path.GetExtension(name) switch
    {
        ".bmp" => "bmp",
        ".tga" => "tga",
        ".pnm" or ".ppm" or ".pgm" or ".pbm" or ".pam" => "pnm",
        ".ico" or ".cur" => "ico",
        ".cr2" or ".cr3" or ".nef" or ".arw" or ".dng" or ".orf" or ".pef" or ".rw2" or ".raf" => "raw",
        _ => "",
    };

    private void Run(string kind, (string Name, byte[] Bytes)[] corpus, int count)
    {
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        (double Milliseconds, string Name) slowest = default;
        long mostManaged = 0;
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < count; i++)
        {
            var random = new Random(unchecked(_seed * 7_919 + i));
            (string name, byte[] bytes) = corpus[i % corpus.Length];
            byte[] file = FileMutator.Mutate(bytes, corpus[random.Next(corpus.Length)].Bytes, random);
            bool salvages = random.Next(2) == 0;
            (string outcome, double milliseconds, long managed) = Measure(kind, file, salvages);

            // A pause of the machine is not the reader's.
            if (milliseconds > slowest.Milliseconds)
                milliseconds = Math.Min(milliseconds, Measure(kind, file, salvages).Milliseconds);
            if (milliseconds > slowest.Milliseconds)
                slowest = (milliseconds, name);
            mostManaged = Math.Max(mostManaged, managed);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            if (outcome.StartsWith('!') || milliseconds > PatienceMilliseconds || managed > MaxManagedBytes)
                Find(file, name, $"{outcome}, {milliseconds:F0} ms, {managed} managed bytes");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-4} {count} of {corpus.Length} files, seed {_seed}, {clock.Elapsed.TotalSeconds:F0} s; peak {Peak() >> 20} MB; managed {mostManaged >> 10} KB at most; slowest {slowest.Milliseconds:F0} ms ({slowest.Name}); {string.Join(", ", outcomes.Select(pair => $"{pair.Key} {pair.Value}"))}"));
    }

    private static (string Outcome, double Milliseconds, long Managed) Measure(string kind, byte[] file, bool salvages)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), began = Stopwatch.GetTimestamp();
        string outcome = Read(kind, file, salvages);
        return (outcome, Stopwatch.GetElapsedTime(began).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>What came of a file; with an exclamation mark what should not.</summary>
    private static string Read(string kind, byte[] file, bool salvages)
    {
        try
        {
            return kind == "raw" ? ReadRaw(file) : ReadBitmap(kind, file, salvages);
        }
        catch (BitmapException e)
        {
            return e.IsDamage ? "damaged" : "unsupported";
        }
        catch (Exception e)
        {
            return "!" + e.GetType().Name;
        }
    }

    private static string ReadBitmap(string kind, byte[] file, bool salvages)
    {
        ReadOnlySpan<byte> head = file.AsSpan(0, Math.Min(file.Length, 64 << 10));
        BitmapHeader header = kind switch
        {
            "bmp" => BmpHeaderReader.Read(head, file.Length),
            "tga" => TgaHeader.Read(head, file.Length),
            "pnm" => PnmHeaderReader.Read(head),
            _ => IcoHeaderReader.Read(new MemoryStream(file)),
        };
        if (header.PixelCount > MaxPixels)
            return "too large";
        if (header is IcoHeader { IsPng: true })
            return "read";
        using BitmapImage image = header switch
        {
            BmpHeader bmp => BmpReader.Decode(bmp, file, salvages, default),
            TgaHeader tga => TgaReader.Decode(tga, file, salvages, default),
            PnmHeader pnm => PnmReader.Decode(pnm, file, salvages, default),
            _ => IcoReader.Decode((IcoHeader)header, file, salvages, default),
        };
        return (image.Width, image.Height) != (header.Width, header.Height) || image.Row(image.Height - 1).Length != image.Stride ? "!size" : image.Damage is null ? "read" : "salvaged";
    }

    private static string ReadRaw(byte[] file)
    {
        if (RawReader.Read(new MemorySource(file)) is not { } raw)
            return "no raw";
        if (raw.Preview is not { } preview)
            return raw.IsCut ? "cut" : "no preview";
        bool isInside = preview.Offset > 0 && preview.Length > 0 && preview.Offset + preview.Length <= file.Length;
        bool arePartsInside = RawReader.AsJpeg(raw).Parts.All(part => part.Length >= 0 && part.Offset >= preview.Offset && part.Offset + part.Length <= preview.Offset + preview.Length);
        return isInside && arePartsInside ? raw.IsCut ? "cut" : "read" : "!outside";
    }

    private static long Peak()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    private void Find(byte[] file, string name, string what)
    {
        Directory.CreateDirectory(_save);
        string path = Path.Combine(_save, $"{_findings++:000}-{name}");
        File.WriteAllBytes(path, file);
        Console.WriteLine($"FOUND {what}; saved as {path}");
    }
}
