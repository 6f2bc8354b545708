using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ImageResize.Bitmaps.Memory;

namespace ImageResize.Bitmaps.Pnm;

/// <summary>
/// Netpbm files to pixels of 8 or 16 bits. ImageSharp reads those of 255 for white alone: others it makes too dark or too bright,
/// 16 bits with their bytes swapped. Binary samples of 255 for white are taken where they lie in the file. Stateless.
/// </summary>
internal static class PnmReader
{
    private const int RowsBetweenLooks = 64;

    /// <summary>Decodes the first picture of a file.</summary>
    /// <param name="header">The header.</param>
    /// <param name="file">The whole file; the image may point into it.</param>
    /// <param name="salvages">Whether what is missing is left black.</param>
    /// <param name="cancellation">Asks the decoding to end.</param>
    /// <exception cref="BitmapException">The data is truncated or corrupt.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static BitmapImage Decode(PnmHeader header, ReadOnlyMemory<byte> file, bool salvages, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> data = file[(int)Math.Min(header.DataOffset, file.Length)..];
        if (!header.IsPlain && data.Length < header.DataLength && !salvages)
            throw BitmapException.Damaged($"The samples take {header.DataLength} bytes, and {data.Length} are there.");
        if (header.IsVerbatim && data.Length >= header.DataLength)
            return BitmapImage.Over(header, data[..(int)header.DataLength], HasMore(data.Span[(int)header.DataLength..]));
        if (header.PixelBytes > Array.MaxLength)
            throw BitmapException.Unsupported($"A picture of {header.Width}x{header.Height} pixels takes more than 2 GB.");

        var block = new NativeBlock<byte>((int)header.PixelBytes);
        try
        {
            ReadOnlySpan<byte> rest = data.Span;
            bool isWhole = header.IsPlain
                ? PlainSamples.Read(header, ref rest, block.GetSpan(), cancellation)
                : ReadBinary(header, ref rest, block.GetSpan(), cancellation);
            if (!isWhole && !salvages)
                throw BitmapException.Damaged("The samples break off.");
            return BitmapImage.Of(header, header.Channels, block.Pin(), block, isWhole ? null : "The samples break off.", HasMore(rest));
        }
        catch
        {
            ((IDisposable)block).Dispose();
            throw;
        }
    }

    /// <summary>Whether another picture follows, as the binary formats allow.</summary>
    private static bool HasMore(ReadOnlySpan<byte> rest) => rest.Length > 2 && rest[0] == 'P' && rest[1] is >= (byte)'1' and <= (byte)'7';

    private static bool ReadBinary(PnmHeader header, ref ReadOnlySpan<byte> data, Span<byte> target, CancellationToken cancellation)
    {
        int width = header.Width * header.Channels, targetStride = width * header.BytesPerSample;
        int stride = header.IsBits ? (header.Width + 7) / 8 : targetStride;
        SampleScale scale = new(header.MaxValue);
        for (int y = 0; y < header.Height; y++)
        {
            if (y % RowsBetweenLooks == 0)
                cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> from = data[..Math.Min(stride, data.Length)];
            data = data[from.Length..];
            Span<byte> to = target.Slice(y * targetStride, targetStride);
            if (header.IsBits)
                ReadBits(from, to);
            else if (header.BytesPerSample == 1)
                scale.Read(from, to);
            else
                scale.Read(from, MemoryMarshal.Cast<byte, ushort>(to));
            if (from.Length < stride)
                return false;
        }

        return true;
    }

    private static void ReadBits(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int count = Math.Min(to.Length, from.Length * 8);
        for (int x = 0; x < count; x++)
            to[x] = (from[x >> 3] << (x & 7) & 0x80) != 0 ? byte.MinValue : byte.MaxValue;
    }
}

/// <summary>Samples of any value for white as those of 255 or 65535; what is above white is white.</summary>
internal sealed class SampleScale
{
    private readonly int _maxValue;
    private readonly ushort[] _table;

    public SampleScale(int maxValue)
    {
        _maxValue = maxValue;
        int white = maxValue > byte.MaxValue ? ushort.MaxValue : byte.MaxValue;
        _table = new ushort[maxValue + 1];
        for (int i = 0; i < _table.Length; i++)
            _table[i] = (ushort)(((long)i * white + maxValue / 2) / maxValue);
    }

    public ushort Of(int sample) => _table[Math.Min(sample, _maxValue)];

    public void Read(ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (int i = 0; i < from.Length; i++)
            to[i] = (byte)Of(from[i]);
    }

    /// <summary>The most significant byte comes first.</summary>
    public void Read(ReadOnlySpan<byte> from, Span<ushort> to)
    {
        ReadOnlySpan<ushort> samples = MemoryMarshal.Cast<byte, ushort>(from);
        Span<ushort> target = to[..samples.Length];
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(samples, target);
        else
            samples.CopyTo(target);
        if (_maxValue == ushort.MaxValue)
            return;
        foreach (ref ushort sample in target)
            sample = Of(sample);
    }
}
