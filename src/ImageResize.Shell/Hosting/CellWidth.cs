using System.Globalization;
using System.Text;

namespace ImageResize.Shell.Hosting;

/// <summary>
/// How many cells of a terminal a text takes: two for the wide characters of East Asia and emoji, none for
/// combining marks. The ranges are those of Unicode Standard Annex 11 that matter in practice.
/// </summary>
internal static class CellWidth
{
    public static int Of(ReadOnlySpan<char> text)
    {
        int cells = 0;
        foreach (Rune rune in text.EnumerateRunes())
            cells += Of(rune);
        return cells;
    }

    /// <summary>The width of one UTF-16 unit; each half of a surrogate pair counts one.</summary>
    public static int Of(char character) => Rune.TryCreate(character, out Rune rune) ? Of(rune) : 1;

    /// <summary>The longest beginning of a text that fits in a number of cells.</summary>
    public static string Truncate(string text, int maximumCells)
    {
        int cells = 0;
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            cells += Of(rune);
            if (cells > maximumCells)
                return text[..length];
            length += rune.Utf16SequenceLength;
        }

        return text;
    }

    private static int Of(Rune rune)
    {
        if (rune.Value < 0x300)
            return 1;

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
            _ => IsWide(rune.Value) ? 2 : 1,
        };
    }

    private static bool IsWide(int value) => value is
        (>= 0x1100 and <= 0x115F)        // Hangul initials
        or (>= 0x2E80 and <= 0xA4CF)     // CJK, kana, Yi
        or (>= 0xAC00 and <= 0xD7A3)     // Hangul syllables
        or (>= 0xF900 and <= 0xFAFF)     // CJK compatibility
        or (>= 0xFE30 and <= 0xFE6F)     // CJK forms
        or (>= 0xFF00 and <= 0xFF60)     // full-width forms
        or (>= 0xFFE0 and <= 0xFFE6)     // full-width signs
        or (>= 0x1F300 and <= 0x1FAFF)   // emoji
        or (>= 0x20000 and <= 0x3FFFD);  // CJK extensions
}
