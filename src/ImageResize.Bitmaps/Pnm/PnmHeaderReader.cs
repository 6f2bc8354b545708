using System.Globalization;
using System.Text;

namespace ImageResize.Bitmaps.Pnm;

/// <summary>Reads the header of a Netpbm file: words between blanks and comments. Stateless.</summary>
internal static class PnmHeaderReader
{
    /// <summary>Bytes from a file's start within which the header must end; comments can make it long.</summary>
    public const int LongestHeader = 64 << 10;

    private const int MaxSide = 10_000_000;

    /// <summary>Reads the header of a file.</summary>
    /// <param name="head">The file's first bytes, <see cref="LongestHeader"/> of them or all.</param>
    /// <exception cref="BitmapException">It makes no sense, or is of a kind that is not read.</exception>
    public static PnmHeader Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < 3 || head[0] != 'P' || head[1] is < (byte)'1' or > (byte)'7')
            throw BitmapException.Damaged("The file ends within its header.");
        int type = head[1] - '0';
        return type == 7 ? ReadPam(head) : ReadPlainOrBinary(head, type);
    }

    private static PnmHeader ReadPlainOrBinary(ReadOnlySpan<byte> head, int type)
    {
        int at = 2;
        int width = Number(Word(head, ref at)), height = Number(Word(head, ref at));
        int maxValue = type is 1 or 4 ? 1 : Number(Word(head, ref at));

        // One blank stands between the header and binary samples; those may begin with what looks like more of them.
        return Judge(type, width, height, type is 3 or 6 ? 3 : 1, maxValue, at + 1);
    }

    /// <summary>Lines of a name and a value, until ENDHDR.</summary>
    private static PnmHeader ReadPam(ReadOnlySpan<byte> head)
    {
        int width = 0, height = 0, depth = 0, maxValue = 0, at = 2;
        while (true)
        {
            string name = Word(head, ref at);
            switch (name)
            {
                case "WIDTH": width = Number(Word(head, ref at)); break;
                case "HEIGHT": height = Number(Word(head, ref at)); break;
                case "DEPTH": depth = Number(Word(head, ref at)); break;
                case "MAXVAL": maxValue = Number(Word(head, ref at)); break;
                case "TUPLTYPE":
                    if (Word(head, ref at) is { } kind && !IsKnown(kind))
                        throw BitmapException.Unsupported($"PAM images of the kind {kind} are not read.");
                    break;
                case "ENDHDR":
                    return Judge(7, width, height, depth, maxValue, at + 1);
                default:
                    throw BitmapException.Damaged("The header makes no sense.");
            }
        }
    }

    private static bool IsKnown(string kind) => kind is "BLACKANDWHITE" or "GRAYSCALE" or "RGB" or "BLACKANDWHITE_ALPHA" or "GRAYSCALE_ALPHA" or "RGB_ALPHA";

    private static PnmHeader Judge(int type, int width, int height, int channels, int maxValue, long offset)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide)
            throw BitmapException.Damaged($"The header says {width}x{height} pixels.");
        if (maxValue is < 1 or > ushort.MaxValue)
            throw BitmapException.Damaged($"The header says that white is {maxValue}.");
        if (channels is < 1 or > 4)
            throw BitmapException.Unsupported($"PAM images of {channels} channels are not read.");
        return new PnmHeader
        {
            Width = width,
            Height = height,
            Channels = channels,
            BytesPerSample = maxValue > byte.MaxValue ? 2 : 1,
            Type = type,
            MaxValue = maxValue,
            DataOffset = offset,
        };
    }

    /// <summary>The next word; comments run from # to the line's end.</summary>
    private static string Word(ReadOnlySpan<byte> head, ref int at)
    {
        while (at < head.Length && (IsBlank(head[at]) || head[at] == '#'))
        {
            if (head[at] == '#')
                while (at < head.Length && head[at] is not ((byte)'\n' or (byte)'\r'))
                    at++;
            else
                at++;
        }

        int start = at;
        while (at < head.Length && !IsBlank(head[at]) && head[at] != '#')
            at++;
        if (at == head.Length || at - start > 32)
            throw BitmapException.Damaged("The header does not end.");
        return Encoding.Latin1.GetString(head[start..at]);
    }

    /// <summary>A number, or -1 where it is none or too large to make sense.</summary>
    private static int Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;

    private static bool IsBlank(byte one) => one is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0B or 0x0C;
}
