using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using ImageResize.Png;
using ImageResize.Png.Benchmarks;
using ImageResize.Png.Scaling;

// All PNG files of a folder, fitted into a box, by one thread, round after round; the first is cold. Processor time of the whole process:
//   dotnet run -c Release --project bench/ImageResize.Png.Benchmarks -- FOLDER [WIDTH HEIGHT [ROUNDS]]
// One huge image by one thread and by two, in turns; and to make one of 100 megapixels of the PNG files in a folder:
//   dotnet run -c Release --project bench/ImageResize.Png.Benchmarks -- huge FILE [WIDTH HEIGHT [ROUNDS]]
//   dotnet run -c Release --project bench/ImageResize.Png.Benchmarks -- stitch FOLDER FILE
switch (args)
{
    case ["huge", ..]:
        HugeImage.Run(args[1..]);
        return;
    case ["stitch", ..]:
        HugeImage.Stitch(args[1], args[2]);
        return;
}

string[] files = [.. Directory.GetFiles(args[0], "*.png").Order(StringComparer.Ordinal)];
int[] numbers = [.. args.Skip(1).Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
(int width, int height, int rounds) = numbers.Length >= 2 ? (numbers[0], numbers[1], numbers.ElementAtOrDefault(2)) : (800, 600, 0);
byte[][] sources = [.. files.Select(File.ReadAllBytes)];
using var scaler = new PngScaler();
var target = new ArrayBufferWriter<byte>(1 << 20);
for (int round = 1; round <= (rounds > 0 ? rounds : 5); round++)
{
    TimeSpan begin = Process.GetCurrentProcess().TotalProcessorTime;
    long bytes = 0, encoding = 0;
    foreach (byte[] source in sources)
    {
        target.ResetWrittenCount();
        PngHeader header = PngHeader.Read(source);
        double shrink = Math.Max(1, Math.Max((double)header.Width / width, (double)header.Height / height));
        var options = new PngScaleOptions
        {
            Width = Math.Max(1, (int)Math.Round(header.Width / shrink)),
            Height = Math.Max(1, (int)Math.Round(header.Height / shrink)),
        };
        encoding += scaler.Scale(source, header, [new PngOutput(options, target)]).EncodingTime.Ticks;
        bytes += target.WrittenCount;
    }

    TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - begin;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"round {round}: {used.TotalMilliseconds / files.Length:F1} ms an image, of it {encoding / 1e4 / files.Length:F1} ms (elapsed) for encoding; {bytes / (double)files.Length:F0} bytes"));
}
