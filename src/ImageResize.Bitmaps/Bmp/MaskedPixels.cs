using System.Buffers.Binary;
using System.Numerics;

namespace ImageResize.Bitmaps.Bmp;

/// <summary>
/// Pixels of 16 or 32 bits whose masks say which bits are which colour. ImageSharp reads the usual masks of 16 bits only, and
/// takes others for them without a word.
/// </summary>
internal static class MaskedPixels
{
    /// <summary>Bits of a colour that are looked at; those below change nothing in 8 bits.</summary>
    private const int MostBits = 11;

    /// <summary>Unpacks the rows of a file into RGB or RGBA.</summary>
    /// <param name="header">What lies there.</param>
    /// <param name="data">The rows in the file; what is missing stays as the target is.</param>
    /// <param name="target">Receives all pixels.</param>
    public static void Unpack(BmpHeader header, ReadOnlySpan<byte> data, Span<byte> target)
    {
        Channel[] channels = [new(header.Masks.Red), new(header.Masks.Green), new(header.Masks.Blue), new(header.Masks.Alpha)];
        int bytes = header.BitsPerPixel / 8, stride = (int)header.Stride;
        for (int row = 0; row < header.Height; row++)
        {
            long start = (long)row * stride;
            int count = (int)Math.Clamp((data.Length - start) / bytes, 0, header.Width);
            if (count == 0)
                return;
            ReadOnlySpan<byte> from = data.Slice((int)start, count * bytes);
            int y = header.IsTopDown ? row : header.Height - 1 - row;
            Unpack(from, bytes, target.Slice(y * header.Width * header.Channels, count * header.Channels), header.Channels, channels);
        }
    }

    private static void Unpack(ReadOnlySpan<byte> from, int bytes, Span<byte> to, int channelCount, Channel[] channels)
    {
        (Channel red, Channel green, Channel blue, Channel alpha) = (channels[0], channels[1], channels[2], channels[3]);
        for (int at = 0, pixel = 0; pixel < to.Length; at += bytes, pixel += channelCount)
        {
            uint bits = bytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(from[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(from[at..]);
            to[pixel] = red.Sample(bits);
            to[pixel + 1] = green.Sample(bits);
            to[pixel + 2] = blue.Sample(bits);
            if (channelCount == 4)
                to[pixel + 3] = alpha.Sample(bits);
        }
    }

    /// <summary>The bits of a colour, and what they mean in 8 bits.</summary>
    private sealed class Channel
    {
        private readonly uint _mask;
        private readonly int _shift;
        private readonly byte[] _samples;

        public Channel(uint mask)
        {
            int bits = Math.Min(BitOperations.PopCount(mask), MostBits);
            _mask = mask;
            _shift = mask == 0 ? 0 : 32 - BitOperations.LeadingZeroCount(mask) - bits;
            _samples = new byte[1 << bits];
            int most = Math.Max(1, _samples.Length - 1);
            for (int i = 0; i < _samples.Length; i++)
                _samples[i] = (byte)((i * 255 + most / 2) / most);
        }

        public byte Sample(uint bits) => _samples[(bits & _mask) >> _shift];
    }
}
