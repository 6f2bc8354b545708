using System.Buffers.Binary;
using ImageResize.Bitmaps.Memory;
using SixLabors.ImageSharp.Formats.Bmp;

namespace ImageResize.Bitmaps.Bmp;

/// <summary>
/// BMP to pixels. Palettes and the plain kinds go to ImageSharp, which never sees the file's own header, but one that we
/// write from what was judged: 40 bytes, the palette, the pixels at once behind them. Stateless.
/// </summary>
internal static class BmpReader
{
    private const int InfoLength = 40;

    /// <summary>Decodes.</summary>
    /// <param name="header">The header.</param>
    /// <param name="file">The bytes that its offsets count in.</param>
    /// <param name="salvages">Whether what is missing is filled up with black.</param>
    /// <param name="cancellation">Asks the decoding to end.</param>
    /// <exception cref="BitmapException">The data is truncated or corrupt.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static BitmapImage Decode(BmpHeader header, ReadOnlyMemory<byte> file, bool salvages, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> data = file[(int)Math.Min(header.DataOffset, file.Length)..];
        if (header.PixelBytes > Array.MaxLength)
            throw BitmapException.Unsupported($"A BMP of {header.Width}x{header.Height} pixels takes more than 2 GB.");
        RunScan runs = header.HasRuns ? RunScan.Of(header, data.Span) : new RunScan(data.Length >= header.DataLength, false);
        if (!runs.IsWhole && !salvages)
            throw BitmapException.Damaged(header.HasRuns ? "The runs of pixels break off." : $"The pixels take {header.DataLength} bytes, and {data.Length} are there.");
        return header.HasRuns ? Paint(header, data.Span, runs, cancellation)
            : header.Coding == BmpCoding.Masked ? Unpack(header, data.Span, runs)
            : DecodeSharp(header, data, runs, cancellation);
    }

    /// <summary>What whole runs pass over is transparent, as browsers show it.</summary>
    private static BitmapImage Paint(BmpHeader header, ReadOnlySpan<byte> data, RunScan runs, CancellationToken cancellation)
    {
        int channels = runs.HasGaps && runs.IsWhole ? 4 : header.Channels;
        if (header.PixelCount > Array.MaxLength / channels)
            throw BitmapException.Unsupported($"A BMP of {header.Width}x{header.Height} pixels takes more than 2 GB.");
        var block = new NativeBlock<byte>((int)header.PixelCount * channels);
        try
        {
            RunPixels.Paint(header, data, block.GetSpan(), channels, cancellation);
        }
        catch (OperationCanceledException)
        {
            ((IDisposable)block).Dispose();
            throw;
        }

        return BitmapImage.Of(header, channels, block.Pin(), block, DamageOf(runs));
    }

    private static BitmapImage Unpack(BmpHeader header, ReadOnlySpan<byte> data, RunScan runs)
    {
        var block = new NativeBlock<byte>((int)header.PixelBytes);
        MaskedPixels.Unpack(header, data, block.GetSpan());
        return BitmapImage.Of(header, header.Channels, block.Pin(), block, DamageOf(runs));
    }

    private static BitmapImage DecodeSharp(BmpHeader header, ReadOnlyMemory<byte> data, RunScan runs, CancellationToken cancellation)
    {
        byte[] head = WriteHeader(header);
        using var stream = new StitchedStream(head, data, head.Length + Math.Max(data.Length, header.Stride * header.Height), cancellation);
        return SharpDecoding.Decode(new BmpDecoder(), stream, header, header.Channels, DamageOf(runs), cancellation);
    }

    private static string? DamageOf(RunScan runs) => runs.IsWhole ? null : "The pixels break off.";

    private static byte[] WriteHeader(BmpHeader header)
    {
        byte[] head = new byte[BmpHeaderReader.FileHeaderLength + InfoLength + header.Palette.Length];
        Span<byte> info = head.AsSpan(BmpHeaderReader.FileHeaderLength);
        "BM"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(10), head.Length);
        BinaryPrimitives.WriteInt32LittleEndian(info, InfoLength);
        BinaryPrimitives.WriteInt32LittleEndian(info[4..], header.Width);
        BinaryPrimitives.WriteInt32LittleEndian(info[8..], header.IsTopDown ? -header.Height : header.Height);
        BinaryPrimitives.WriteInt16LittleEndian(info[12..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(info[14..], (short)header.BitsPerPixel);
        BinaryPrimitives.WriteInt32LittleEndian(info[32..], header.Palette.Length / 4);
        header.Palette.CopyTo(info[InfoLength..]);
        return head;
    }
}
