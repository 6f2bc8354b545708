using System.Buffers;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Tests;

/// <summary>Short ways to sources and outputs.</summary>
internal static class Encoded
{
    /// <summary>A 4:2:0 image.</summary>
    public static byte[] Sample(int width = 160, int height = 120, SampleFormat? format = null, int seed = 1) =>
        SampleWriter.Write(new SampleImage(width, height, seed, (2, 2), (1, 1), (1, 1)), format ?? new SampleFormat());

    public static byte[] Scale(byte[] source, JpegScaleOptions options) => Scale(source, options, out _);

    public static byte[] Scale(byte[] source, JpegScaleOptions options, out JpegScaleResult result, KernelWidth? kernels = null)
    {
        using var scaler = new JpegScaler(Kernels.Get(kernels ?? KernelWidths.Widest), BufferAllocator.Default);
        var target = new ArrayBufferWriter<byte>();
        result = scaler.Scale(source, options, target);
        return target.WrittenSpan.ToArray();
    }

    /// <summary>The samples of a component as stored, of an image that is decoded at its full size.</summary>
    public static float[,] Plane(byte[] source, int component = 0)
    {
        JpegHeader header = JpegHeader.Read(source);
        float[,] padded = DecodedPlanes.Decode(source, KernelWidths.Widest, header.UprightWidth, header.UprightHeight).Planes[component];
        var plane = new float[Math.Min(header.Height, padded.GetLength(0)), Math.Min(header.Width, padded.GetLength(1))];
        for (int y = 0; y < plane.GetLength(0); y++)
        {
            for (int x = 0; x < plane.GetLength(1); x++)
                plane[y, x] = padded[y, x];
        }

        return plane;
    }

    public static (double Mean, double Largest) Difference(float[,] a, float[,] b)
    {
        Assert.Equal((a.GetLength(0), a.GetLength(1)), (b.GetLength(0), b.GetLength(1)));
        double sum = 0, largest = 0;
        for (int y = 0; y < a.GetLength(0); y++)
        {
            for (int x = 0; x < a.GetLength(1); x++)
            {
                double difference = Math.Abs(a[y, x] - b[y, x]);
                sum += difference;
                largest = Math.Max(largest, difference);
            }
        }

        return (sum / a.Length, largest);
    }

    /// <summary>A segment with its marker and length.</summary>
    public static byte[] Segment(byte code, params byte[] content) =>
        [0xFF, code, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    /// <summary>The contents of all segments with a marker, before the first scan.</summary>
    public static List<byte[]> Segments(byte[] jpeg, byte code)
    {
        var found = new List<byte[]>();
        for (int at = 2; jpeg[at + 1] != 0xDA; at += 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]))
        {
            if (jpeg[at + 1] == code)
                found.Add(jpeg[(at + 4)..(at + 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]))]);
        }

        return found;
    }

    /// <summary>A grey 16 by 16 image of two luminance steps, coded with the tables of annex K.3.</summary>
    public static byte[] WithStandardTables(out byte[] withoutTables)
    {
        byte[] quantization = Segment(0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]);
        byte[] frame = Segment(0xC0, 8, 0, 16, 0, 16, 1, 1, 0x11, 0);
        byte[] dc = Segment(0xC4, 0, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        byte[] scan = Segment(0xDA, 1, 1, 0, 0, 63, 0);
        // DC of sizes 2, 0, 0, 1 (codes 011, 00, 00, 010), each block ended by an end of block (1010): only its table is left out.
        string bits = "011" + "11" + "1010" + "00" + "1010" + "00" + "1010" + "010" + "1" + "1010";
        byte[] data = [.. bits.PadRight((bits.Length + 7) / 8 * 8, '1').Chunk(8).Select(b => Convert.ToByte(new string(b), 2))];
        byte[] ac = Segment(0xC4, [0x10, 0, 0, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x11, 0]);
        withoutTables = [0xFF, 0xD8, .. quantization, .. frame, .. scan, .. data, 0xFF, 0xD9];
        return [0xFF, 0xD8, .. quantization, .. frame, .. dc, .. ac, .. scan, .. data, 0xFF, 0xD9];
    }
}
