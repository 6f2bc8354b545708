using System.Buffers.Binary;
using ImageResize.Imaging;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>
/// Says to the decoder of JPEG 2000 what it does not see by itself: that the channel behind the colours is alpha where the file says
/// nothing of it, and what the channels of a bare code stream are. Stateless.
/// </summary>
internal static class Jp2Wrapping
{
    private const byte EachForItself = 255, Jpeg2000 = 7;
    private const uint Rgb = 16, Gray = 17, Ycc = 18;

    /// <summary>The file as the decoder is to have it: itself, or its code stream behind boxes that say more.</summary>
    /// <param name="file">The file; what it says of the size of samples may be changed in it.</param>
    /// <param name="area">Where on the reference grid the picture is.</param>
    /// <exception cref="ImageResizeException">It has no head.</exception>
    public static byte[] Complete(byte[] file, out (int Left, int Top, int Width, int Height) area)
    {
        Jp2Layout layout = Jp2Reader.Locate(new MemorySource(file));
        Jp2CodeStream code = layout.Code;
        Span<byte> stream = file.AsSpan((int)layout.Start, (int)(layout.End - layout.Start));
        area = (code.Offset.Left, code.Offset.Top, code.Size.Width, code.Size.Height);
        if (code.Step != (1, 1))
            area = MakeStepsOne(stream, code);
        byte[] more = layout.IsAlphaUntold ? Box("cdef"u8, Channels(code.Components)) : [];
        if (layout.Told.Header is { } header)
        {
            if (more.Length == 0 && code.Step == (1, 1))
                return file;
            more = [.. header, .. more];

            // The first box, "ihdr", says the height and the width again, and the decoder compares.
            if (header.AsSpan().Slice(4).StartsWith("ihdr"u8) && header.Length >= 16)
            {
                Number(area.Height).CopyTo(more, 8);
                Number(area.Width).CopyTo(more, 12);
            }
        }
        else
        {
            more =
            [
                .. Box("ihdr"u8, [.. Number(area.Height), .. Number(area.Width), 0, (byte)code.Components, EachForItself, Jpeg2000, 0, 0]),
                .. Box("bpcc"u8, [.. code.Depths]),
                .. Box("colr"u8, [1, 0, 0, .. Number((int)(code.Components < 3 ? Gray : code.HasCoarseChroma ? Ycc : Rgb))]),
                .. more,
            ];
        }

        return [.. Box("jP  "u8, [0x0D, 0x0A, 0x87, 0x0A]), .. Box("ftyp"u8, "jp2 \0\0\0\0jp2 "u8), .. Box("jp2h"u8, more), .. Box("jp2c"u8, stream)];
    }

    /// <summary>
    /// Says the same of a picture whose samples are all of one size with samples of one pixel, which is all that the decoder gets right.
    /// The fields are those of the marker SIZ (15444-1, A.5.1): sizes and offsets of picture and tiles, and then each component.
    /// </summary>
    private static (int Left, int Top, int Width, int Height) MakeStepsOne(Span<byte> stream, Jp2CodeStream code)
    {
        const int Fields = 8, Components = 42;
        int[] steps = [code.Step.Across, code.Step.Down];
        for (int i = 0; i < 8; i++)
        {
            Span<byte> field = stream[(Fields + 4 * i)..];
            long value = BinaryPrimitives.ReadUInt32BigEndian(field);
            BinaryPrimitives.WriteUInt32BigEndian(field, (uint)Math.Max(i is 4 or 5 ? 1 : 0, Up(value, steps[i & 1])));
        }

        for (int i = 0; i < code.Components; i++)
            stream.Slice(Components + 3 * i + 1, 2).Fill(1);
        return ((int)Up(code.Offset.Left, steps[0]), (int)Up(code.Offset.Top, steps[1]), code.SampleSize.Width, code.SampleSize.Height);
    }

    private static long Up(long value, long step) => (value + step - 1) / step;

    /// <summary>The colours in their order, and then the opacity of the whole picture: number, kind, what it belongs to.</summary>
    private static byte[] Channels(int components)
    {
        byte[] content = [0, (byte)components];
        for (int i = 0; i < components; i++)
            content = i < components - 1 ? [.. content, 0, (byte)i, 0, 0, 0, (byte)(i + 1)] : [.. content, 0, (byte)i, 0, 1, 0, 0];
        return content;
    }

    private static byte[] Box(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content) => [.. Number(content.Length + 8), .. type, .. content];

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
