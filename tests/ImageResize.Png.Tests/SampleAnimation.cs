using System.Buffers.Binary;

namespace ImageResize.Png.Tests;

/// <summary>A made-up animated PNG, written by plain code that shares nothing with what is tested.</summary>
internal sealed record SampleAnimation(int Width, int Height, PngColor Color, int Depth)
{
    public SampleFrame[] Frames { get; init; } = [];

    /// <summary>Whether the image of the file is the first frame; else it is another one, for those who show no animation.</summary>
    public bool StartsWithImage { get; init; } = true;

    public int Plays { get; init; }

    /// <summary>The number of frames that the file announces; null for the true one.</summary>
    public int? Announced { get; init; }

    public bool IsInterlaced { get; init; }

    /// <summary>Bytes of each chunk of image data.</summary>
    public int ChunkBytes { get; init; } = int.MaxValue;

    /// <summary>Several frames with every way to begin and to end.</summary>
    public static SampleFrame[] Varied(int width, int height) =>
    [
        new(0, 0, width, height) { Numerator = 1, Denominator = 10 },
        new(3, 5, 17, 9) { Disposal = 1, Blend = 1, Numerator = 50, Denominator = 1000 },
        new(width - 11, height - 7, 11, 7) { Disposal = 2, Numerator = 7 },
        new(1, 2, 20, 12) { Disposal = 2, Blend = 1, Numerator = 3, Denominator = 25 },
        new(0, height / 2, width, height - height / 2) { Blend = 1, Numerator = 0 },
    ];

    public byte[] Write()
    {
        using var file = new MemoryStream();
        byte[] image = FileOf(StartsWithImage ? Frames[0] : new SampleFrame(0, 0, Width, Height), Frames.Length);
        bool isBegun = false, isWritten = false;
        uint number = 0;
        file.Write(image.AsSpan(0, 8));
        foreach ((string name, byte[] data) in Chunks(image))
        {
            if (name == "IDAT" && !isBegun)
            {
                isBegun = true;
                SamplePng.WriteChunk(file, "acTL", [.. BigEndian((uint)(Announced ?? Frames.Length)), .. BigEndian((uint)Plays)]);
                if (StartsWithImage)
                    WriteControl(file, Frames[0], ref number);
            }

            if (name == "IEND" && !isWritten)
            {
                isWritten = true;
                for (int i = StartsWithImage ? 1 : 0; i < Frames.Length; i++)
                {
                    WriteControl(file, Frames[i], ref number);
                    foreach ((string part, byte[] content) in Chunks(FileOf(Frames[i], i)))
                    {
                        if (part == "IDAT")
                            SamplePng.WriteChunk(file, "fdAT", [.. BigEndian(number++), .. content]);
                    }
                }
            }

            SamplePng.WriteChunk(file, name, data);
        }

        return file.ToArray();
    }

    /// <summary>A frame as a file of its own; the palette is the same for all.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="index">Its pixels follow from it.</param>
    public byte[] FileOf(SampleFrame frame, int index) => new SamplePng(frame.Width, frame.Height, Color, Depth)
    {
        IsInterlaced = IsInterlaced,
        ChunkBytes = ChunkBytes,
        Transparency = Color == PngColor.Palette ? [0, 90, 180, 255] : null,
        Sample = (x, y, channel) => (x * 7 + y * 3 + channel * 40 + index * 29) * (channel == 3 ? 5 : 1) % (1 << Depth),
    }.Write();

    private static IEnumerable<(string Name, byte[] Data)> Chunks(byte[] file)
    {
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            yield return (System.Text.Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]);
            at += 12 + length;
        }
    }

    private static void WriteControl(Stream file, SampleFrame frame, ref uint number) => SamplePng.WriteChunk(
        file,
        "fcTL",
        [
            .. BigEndian(number++), .. BigEndian((uint)frame.Width), .. BigEndian((uint)frame.Height), .. BigEndian((uint)frame.X), .. BigEndian((uint)frame.Y),
            (byte)(frame.Numerator >> 8), (byte)frame.Numerator, (byte)(frame.Denominator >> 8), (byte)frame.Denominator, (byte)frame.Disposal, (byte)frame.Blend,
        ]);

    private static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}

/// <summary>A frame of a <see cref="SampleAnimation"/>; the numbers are those of the file.</summary>
internal sealed record SampleFrame(int X, int Y, int Width, int Height)
{
    public int Numerator { get; init; } = 1;

    public int Denominator { get; init; }

    public int Disposal { get; init; }

    public int Blend { get; init; }
}
