using System.Globalization;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Metadata;
using ImageResize.Testing;

namespace ImageResize.Hostile;

/// <summary>One image in this process: prints the bytes that it was expected to take and those that it took. Linux.</summary>
internal static class MemoryOfOne
{
    public static int Run(Arguments arguments)
    {
        string path = arguments.Text("path", ""), output = arguments.Text("output", "");
        using var scaler = new ImageScaler();
        using (var folder = new TempFolder())
        {
            // Code, tables and libraries are not the image's.
            string extension = FormatTraits.FromExtension(Path.GetExtension(path)) == ImageFormat.Raw ? ".jpg" : Path.GetExtension(path);
            string small = TestImage.Write(folder["warm" + extension], 64, 48);
            Scale(scaler, small, output);
            Scale(scaler, small, output);
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
        long before = Status("VmRSS");
        long expected = Scale(scaler, path, output);
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{expected} {Status("VmHWM") - before} "));
        return 0;
    }

    private static long Scale(ImageScaler scaler, string path, string output)
    {
        var clock = new StageClock();
        using ImageInput input = ImageInput.Open(path, LocalFileLayer.Instance, new InputBuffers());
        ImageHeader header = ImageInspector.Inspect(input, (file, format) => scaler.ReadHeader(file, format, CancellationToken.None));
        var wanted = new ScaleOutput(RequestFor(header, output), new OutputBuffer());
        ScaleNeeds needs = scaler.Needs(header, input.Length, [wanted.Request]);
        if (needs.WholeFile)
            input.ReadWhole();
        ScaleResult result = scaler.Scale(input, header, [wanted], clock, CancellationToken.None)[0];
        return result.Fault is { } fault ? throw new ImageResizeException(fault) : needs.Memory;
    }

    private static ScaleRequest RequestFor(ImageHeader header, string output)
    {
        string[] words = output.Split(' ');
        bool isCheck = output == "check";
        bool enlarges = words[0].EndsWith('+');
        int side = isCheck ? 256 : int.Parse(words[0].TrimEnd('+'), CultureInfo.InvariantCulture);
        ImageFormat format = isCheck ? ImageFormat.Jpeg : Enum.Parse<ImageFormat>(words[1], ignoreCase: true);
        bool plays = header.Pages > 1 && FormatTraits.Of(header.Format).HasAnimation;
        PixelSize size = ResizeGeometry.Plan(header.Size, TargetSize.Box(side, side), ResizeMode.Fit, enlarges);
        return new ScaleRequest(size, isCheck && plays ? header.Format : format, 85, MetadataPolicy.All, plays && (isCheck || FormatTraits.Of(format).HasAnimation));
    }

    private static long Status(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }
}
