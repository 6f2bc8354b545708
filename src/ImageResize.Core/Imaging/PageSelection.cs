using System.Globalization;

namespace ImageResize.Imaging;

/// <summary>
/// Which pages of a document or frames of an animation are wanted, each as a picture of its own: all, or some by their numbers, from
/// 0 on. Immutable; its text form is what <see cref="Parse"/> reads.
/// </summary>
public sealed class PageSelection
{
    /// <summary>The highest number that can be asked for.</summary>
    public const int MaxNumber = 99_999;

    private const string AllText = "All";

    private PageSelection(IReadOnlyList<int> numbers) => Numbers = numbers;

    /// <summary>All that a file has.</summary>
    public static PageSelection All { get; } = new([]);

    /// <summary>The numbers, from 0, in the order that they were given in, each once; empty for all.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>Whether all are wanted.</summary>
    public bool IsAll => Numbers.Count == 0;

    /// <summary>Whether more than one may be wanted of a file, so that their outputs need names of their own.</summary>
    public bool MayBeSeveral => Numbers.Count != 1;

    /// <summary>Some pages.</summary>
    /// <exception cref="FormatException">There is no number, or one that cannot be.</exception>
    public static PageSelection Of(IEnumerable<int> numbers)
    {
        int[] all = [.. numbers.Distinct()];
        if (all.Length == 0)
            throw new FormatException($"-Page names no page. Give numbers, from 0 for the first, or {AllText}.");
        foreach (int number in all)
            Check(number);
        return new PageSelection(all);
    }

    /// <summary>Reads <c>All</c>, or numbers and ranges from 0 on: <c>0</c>, <c>0,2</c>, <c>1..3</c>.</summary>
    /// <exception cref="FormatException">The text is none of these; the message says what to do.</exception>
    public static PageSelection Parse(string text)
    {
        if (text.Trim().Equals(AllText, StringComparison.OrdinalIgnoreCase))
            return All;
        return Of(text.Split(',').SelectMany(part => Range(part.Trim())));
    }

    /// <inheritdoc/>
    public override string ToString() => IsAll ? AllText : string.Join(',', Numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Those that a file of so many has.</summary>
    internal IEnumerable<int?> Of(int count) => (IsAll ? Enumerable.Range(0, count) : Numbers.Where(number => number < count)).Select(number => (int?)number);

    /// <summary>Why not all that are wanted are there in a file of so many; null where they are.</summary>
    internal Fault? WhyMissing(int count)
    {
        const int Most = 5;
        int[] missing = [.. Numbers.Where(number => number >= count)];
        if (missing.Length == 0)
            return null;
        string named = string.Join(", ", missing.Take(Most)) + (missing.Length > Most ? ", …" : null);
        string present = count == 1 ? "one page or frame, which is -Page 0" : string.Create(CultureInfo.InvariantCulture, $"{count} pages or frames, 0 to {count - 1}");
        return new Fault(ImageErrorId.PageNotFound, $"The image has no -Page {named}: it has {present}. Give -Page a number that is there, or {AllText}.");
    }

    /// <summary>Sees that a page is there and is read.</summary>
    /// <exception cref="ImageResizeException">It is not.</exception>
    internal static void ThrowIfMissing(ImageHeader header, int page)
    {
        if (new PageSelection([page]).WhyMissing(header.PagesInFile) is { } fault)
            throw new ImageResizeException(fault);
        bool isRead = header.Pages > page || header.Parts is { PagesInFile: > 1 };
        if (!isRead)
            throw new ImageResizeException(ImageErrorId.UnsupportedFormat, $"Of this kind of {FormatTraits.Of(header.Format).Name} only the first frame is read. Give -Page 0, or convert it first to an animated WebP.");
    }

    private static IEnumerable<int> Range(string text)
    {
        int between = text.IndexOf("..", StringComparison.Ordinal);
        if (between < 0)
            return [Number(text, text)];
        int first = Number(text[..between], text), last = Number(text[(between + 2)..], text);
        IEnumerable<int> rising = Enumerable.Range(Math.Min(first, last), Math.Abs(last - first) + 1);
        return first <= last ? rising : rising.Reverse();
    }

    private static int Number(string text, string whole) => int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int number)
        ? Check(number)
        : throw new FormatException($"-Page '{whole}' is no page. Give numbers, from 0 for the first (0, or 0,2, or 1..3), or {AllText}.");

    private static int Check(int number) => number is >= 0 and <= MaxNumber
        ? number
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"-Page {number} is not possible: pages are counted from 0 for the first to {MaxNumber}. Give numbers of these, or {AllText}."));
}
