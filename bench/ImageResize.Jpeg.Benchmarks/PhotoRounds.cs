using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Scaling;

namespace ImageResize.Jpeg.Benchmarks;

/// <summary>All photos of a folder, fitted into a box, by one thread, round after round: the first is cold, the last warm.</summary>
internal static class PhotoRounds
{
    public static int Run(string[] args)
    {
        string[] files = [.. Directory.GetFiles(args[0], "*.jpg").Order(StringComparer.Ordinal)];
        int width = args.Length > 2 ? Parse(args[1]) : 800, height = args.Length > 2 ? Parse(args[2]) : 600, rounds = args.Length > 3 ? Parse(args[3]) : 5;
        byte[][] sources = [.. files.Select(File.ReadAllBytes)];
        using var scaler = new JpegScaler();
        var target = new ArrayBufferWriter<byte>(1 << 20);
        for (int round = 1; round <= rounds; round++)
        {
            long begin = Stopwatch.GetTimestamp(), bytes = 0;
            foreach (byte[] source in sources)
            {
                target.ResetWrittenCount();
                JpegHeader header = JpegHeader.Read(source);
                double shrink = Math.Max(1, Math.Max((double)header.UprightWidth / width, (double)header.UprightHeight / height));
                var options = new JpegScaleOptions
                {
                    Width = Math.Max(1, (int)Math.Round(header.UprightWidth / shrink)),
                    Height = Math.Max(1, (int)Math.Round(header.UprightHeight / shrink)),
                };
                scaler.Scale(source, header, [new JpegOutput(options, target)]);
                bytes += target.WrittenCount;
            }

            double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"round {round}: {files.Length / seconds:F1} images/s, {bytes / 1e6:F2} MB"));
        }

        return 0;
    }

    private static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
