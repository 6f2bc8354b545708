using ImageResize.Jpeg.Samples;

namespace ImageResize.Jpeg.Fuzz;

/// <summary>The sound files that mutations begin with: small images of every kind that the codec reads, some with metadata.</summary>
internal static class Corpus
{
    private static readonly (int H, int V)[][] Samplings =
    [
        [(1, 1)],
        [(1, 1), (1, 1), (1, 1)],
        [(2, 2), (1, 1), (1, 1)],
        [(2, 1), (1, 1), (1, 1)],
        [(1, 2), (1, 1), (1, 1)],
        [(4, 1), (1, 1), (1, 1)],
        [(1, 1), (2, 2), (1, 2)],
        [(3, 2), (1, 1), (2, 1)],
    ];

    private static readonly SampleFormat[] Formats =
    [
        new(),
        new() { Prefix = SampleMetadata.All },
        new() { RestartInterval = 1 },
        new() { RestartInterval = 3, HasFillBytes = true },
        new() { SeparatesScans = true, RestartInterval = 2, HasWideTables = true },
        new() { HasLateHeight = true, FrameMarker = 0xC1 },
        new() { IsProgressive = true },
        new() { IsProgressive = true, RestartInterval = 2 },
        new() { IsProgressive = true, Prefix = SampleMetadata.All },
        new() { ComponentIds = "RGB"u8.ToArray() },
    ];

    public static byte[][] Create()
    {
        var files = new List<byte[]>();
        foreach ((int H, int V)[] sampling in Samplings)
        {
            foreach (SampleFormat format in Formats)
            {
                foreach ((int width, int height) in ((int, int)[])[(40, 24), (17, 33), (3, 1), (129, 9)])
                    files.Add(SampleWriter.Write(new SampleImage(width, height, files.Count, [.. sampling]), format));
            }
        }

        // Large enough to be cut into slices; several times, since it is only one file in ten.
        foreach ((int H, int V)[] sampling in Samplings.Take(5))
        {
            foreach (int interval in (int[])[0, 0, 0, 5, 20])
                files.Add(SampleWriter.Write(new SampleImage(300, 260, files.Count, [.. sampling]), new SampleFormat { RestartInterval = interval, HasChromaTables = true }));
        }

        foreach (bool isProgressive in (bool[])[false, true])
        {
            var primary = new SampleImage(64, 48, files.Count, (2, 2), (1, 1), (1, 1));
            files.Add(SampleGainMap.Write(primary, new SampleImage(17, 13, files.Count, (1, 1)), isProgressive, isProgressive: isProgressive));
            files.Add(SampleGainMap.Write(primary, new SampleImage(70, 50, files.Count, (1, 1), (1, 1), (1, 1)), isProgressive, SampleMetadata.All, isProgressive));
        }

        return [.. files];
    }
}
