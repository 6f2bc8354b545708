using System.Runtime.InteropServices;
using ImageResize.Metadata.Tiff;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Tiff.Compression;
using ImageResize.Tiff.Samples;

namespace ImageResize.Tiff.Encoding;

/// <summary>
/// Encodes interleaved pixels as a TIFF file of one page, by LZW of the differences between neighbours, in strips of 128 rows: as libvips does, whose tags it has.
/// Belongs to one thread and keeps its small buffers for the next image.
/// </summary>
internal sealed unsafe class TiffPixelEncoder : IDisposable
{
    /// <summary>Bytes of native memory that an instance may keep from one image to the next.</summary>
    public const long KeptBytes = 1L << 20;

    /// <summary>Bytes of pixels that fit into the file whatever they are: its offsets have 32 bits.</summary>
    public const long MostPixelBytes = 1L << 30;

    private const int StripRows = 128, HeaderLength = 8;
    private const ushort BlackIsZero = 1, Rgb = 2;
    private const ushort Lzw = 5, Horizontal = 2, UnassociatedAlpha = 2;
    private const ushort Inch = 2, Centimetre = 3;

    /// <summary>What a file says that knows no density: a pixel a millimetre.</summary>
    private const double DotsPerCentimetre = 10;

    /// <summary>Of a density so many parts are told.</summary>
    private const uint DensityParts = 1000;

    private static readonly bool IsBigEndian = !BitConverter.IsLittleEndian;

    private readonly BufferArena _arena = new(BufferAllocator.Default);
    private readonly LzwEncoder _lzw;
    private readonly NativeBuffer _row, _strip;

    /// <summary>Makes an encoder.</summary>
    public TiffPixelEncoder()
    {
        _lzw = new LzwEncoder(_arena);
        _row = _arena.Create();
        _strip = _arena.Create();
    }

    /// <summary>The native memory that encoding takes besides the pixels.</summary>
    public static long BytesFor(int width, PixelFormat format)
    {
        long row = (long)width * format.BytesPerPixel;
        return LzwEncoder.MostBytes(row * StripRows) + row + (1 << 20);
    }

    /// <summary>Encodes an image.</summary>
    /// <param name="image">The pixels, of <see cref="MostPixelBytes"/> at most.</param>
    /// <param name="isGray">Whether red, green and blue are the same everywhere: then one channel is written for them.</param>
    /// <param name="dotsPerInch">Pixels per inch; 0 where unknown.</param>
    /// <param name="target">Where to write, from its start; it can seek.</param>
    /// <param name="cancellation">Stops the work between two strips.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public void Encode(PixelImage image, bool isGray, double dotsPerInch, Stream target, CancellationToken cancellation)
    {
        int channels = isGray ? image.Format.HasAlpha ? 2 : 1 : image.Format.Channels, sampleBytes = image.Format.BytesPerSample;
        int rowBytes = image.Width * channels * sampleBytes, count = 1 + (image.Height - 1) / StripRows;
        uint[] offsets = new uint[count], lengths = new uint[count];
        try
        {
            byte* row = _row.Require(rowBytes), strip = _strip.Require(LzwEncoder.MostBytes((long)rowBytes * Math.Min(StripRows, image.Height)));
            target.Write(new byte[HeaderLength]);
            for (int i = 0; i < count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                _lzw.Begin(strip);
                for (int y = i * StripRows, end = Math.Min(y + StripRows, image.Height); y < end; y++)
                {
                    byte* pixels = image.Row(y);
                    if (channels != image.Format.Channels)
                        Pick(pixels, image.Format, row, image.Width, channels);
                    Differences.Take(channels == image.Format.Channels ? pixels : row, row, rowBytes, channels * sampleBytes, sampleBytes);
                    _lzw.Encode(row, rowBytes);
                }

                (offsets[i], lengths[i]) = ((uint)target.Position, (uint)_lzw.Finish());
                target.Write(new ReadOnlySpan<byte>(strip, (int)lengths[i]));
                if ((lengths[i] & 1) != 0)
                    target.WriteByte(0);
            }
        }
        finally
        {
            _arena.TrimAbove(KeptBytes);
        }

        uint directory = (uint)target.Position;
        target.Write(TiffBuilder.BuildChain([Describe(image, channels, dotsPerInch, offsets, lengths)], IsBigEndian, directory));
        long length = target.Position;
        target.Position = 0;
        target.Write(IsBigEndian ? "MM\0*"u8 : "II*\0"u8);
        target.Write(MemoryMarshal.AsBytes<uint>([directory]));
        target.Position = length;
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private static TiffContent Describe(PixelImage image, int channels, double dotsPerInch, uint[] offsets, uint[] lengths)
    {
        var content = new TiffContent();
        void Short(ushort tag, params ushort[] numbers) => content.Set(tag, TiffType.Short, MemoryMarshal.AsBytes<ushort>(numbers).ToArray());
        void Long(ushort tag, params uint[] numbers) => content.Set(tag, TiffType.Long, MemoryMarshal.AsBytes<uint>(numbers).ToArray());
        double density = dotsPerInch > 0 ? dotsPerInch : DotsPerCentimetre;
        uint parts = (uint)Math.Clamp(Math.Round(density * DensityParts), 1, uint.MaxValue);
        bool hasAlpha = channels is 2 or 4;
        Long(TiffTag.ImageWidth, (uint)image.Width);
        Long(TiffTag.ImageLength, (uint)image.Height);
        Short(TiffTag.BitsPerSample, [.. Enumerable.Repeat((ushort)(8 * image.Format.BytesPerSample), channels)]);
        Short(TiffTag.Compression, Lzw);
        Short(TiffTag.Photometric, channels < 3 ? BlackIsZero : Rgb);
        Long(TiffTag.StripOffsets, offsets);
        Short(TiffTag.Orientation, 1);
        Short(TiffTag.SamplesPerPixel, (ushort)channels);
        Short(TiffTag.RowsPerStrip, StripRows);
        Long(TiffTag.StripByteCounts, lengths);
        foreach (ushort tag in (ReadOnlySpan<ushort>)[TiffTag.XResolution, TiffTag.YResolution])
            content.Set(tag, TiffType.Rational, MemoryMarshal.AsBytes<uint>([parts, DensityParts]).ToArray());
        Short(TiffTag.PlanarConfiguration, 1);
        Short(TiffTag.ResolutionUnit, dotsPerInch > 0 ? Inch : Centimetre);
        Short(TiffTag.Predictor, Horizontal);
        if (hasAlpha)
            Short(TiffTag.ExtraSamples, UnassociatedAlpha);
        Short(TiffTag.SampleFormat, [.. Enumerable.Repeat((ushort)1, channels)]);
        return content;
    }

    /// <summary>Of pixels whose colours are the same one colour, and alpha.</summary>
    private static void Pick(byte* pixels, PixelFormat format, byte* target, int width, int channels)
    {
        int alpha = format.Channels - 1;
        if (format.BytesPerSample == 1)
        {
            for (int x = 0; x < width; x++, pixels += format.Channels)
            {
                *target++ = pixels[0];
                if (channels == 2)
                    *target++ = pixels[alpha];
            }

            return;
        }

        var from = (ushort*)pixels;
        var to = (ushort*)target;
        for (int x = 0; x < width; x++, from += format.Channels)
        {
            *to++ = from[0];
            if (channels == 2)
                *to++ = from[alpha];
        }
    }
}
