using System.Buffers.Binary;
using NetVips;

namespace ImageResize.Testing;

/// <summary>Writes animated PNG files (PNG specification, third edition, 11.3.6) from frames that libvips encodes, and reads their times.</summary>
public static class AnimatedPng
{
    /// <summary>An animation whose frames are red, green, blue, … and cover all.</summary>
    public static string Write(string path, int frames = 3, int width = 120, int height = 80, int milliseconds = 70, int plays = 0)
    {
        Rgb[] colors = [Rgb.Red, Rgb.Green, Rgb.Blue, Rgb.Yellow];
        using var file = new MemoryStream();
        uint number = 0;
        for (int i = 0; i < frames; i++)
        {
            using Image frame = TestImage.Solid(width, height, colors[i % colors.Length]);
            byte[] png = frame.PngsaveBuffer(keep: Enums.ForeignKeep.None);
            if (i == 0)
            {
                file.Write(png.AsSpan(0, 33));
                PngChunk.Write(file, "acTL", [.. Number(frames), .. Number(plays)]);
            }

            PngChunk.Write(file, "fcTL", [.. Number((int)number++), .. Number(width), .. Number(height), .. Number(0), .. Number(0), (byte)(milliseconds >> 8), (byte)milliseconds, 1000 >> 8, 1000 & 255, 0, 0]);
            foreach (byte[] data in ImageData(png))
            {
                if (i == 0)
                    PngChunk.Write(file, "IDAT", data);
                else
                    PngChunk.Write(file, "fdAT", [.. Number((int)number++), .. data]);
            }
        }

        PngChunk.Write(file, "IEND", []);
        File.WriteAllBytes(path, file.ToArray());
        return path;
    }

    /// <summary>How often it plays, and how long each frame is shown, in milliseconds.</summary>
    public static (int Plays, int[] Delays) TimesOf(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int plays = -1;
        var delays = new List<int>();
        for (int at = 8; at < file.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)))
        {
            ReadOnlySpan<byte> data = file.AsSpan(at + 8);
            switch (System.Text.Encoding.ASCII.GetString(file, at + 4, 4))
            {
                case "acTL":
                    plays = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
                    break;
                case "fcTL":
                    delays.Add(1000 * BinaryPrimitives.ReadUInt16BigEndian(data[20..]) / BinaryPrimitives.ReadUInt16BigEndian(data[22..]));
                    break;
            }
        }

        return (plays, [.. delays]);
    }

    private static IEnumerable<byte[]> ImageData(byte[] png)
    {
        for (int at = 8; at < png.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))
        {
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                yield return png[(at + 8)..(at + 8 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))];
        }
    }

    private static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
