using System.Text;

namespace ImageResize.Shell.Hosting;

/// <summary>How many columns of a terminal a text takes: East Asian wide characters and emoji take two.</summary>
internal static class CellWidth
{
    // The wide and fullwidth blocks of Unicode Standard Annex 11, joined where only unassigned characters lie between.
    private static readonly (int First, int Last)[] WideBlocks =
    [
        (0x1100, 0x115F), (0x2329, 0x232A), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF), (0xFE10, 0xFE19), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6),
        (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>The width of one UTF-16 unit; of a surrogate pair each half counts one, which is right for emoji.</summary>
    public static int Of(char character) => Of((int)character);

    /// <summary>The longest beginning of <paramref name="text"/> that fits into <paramref name="columns"/>.</summary>
    public static string Truncate(string text, int columns)
    {
        int used = 0;
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            used += Of(rune.Value);
            if (used > columns)
                return text[..length];
            length += rune.Utf16SequenceLength;
        }

        return text;
    }

    private static int Of(int codePoint) =>
        Array.Exists(WideBlocks, block => codePoint >= block.First && codePoint <= block.Last) ? 2 : 1;
}
