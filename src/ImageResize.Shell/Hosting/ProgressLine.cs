using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace ImageResize.Shell.Hosting;

/// <summary>Puts progress records into words.</summary>
internal static class ProgressLine
{
    private const int BarCells = 20;

    /// <summary>One line for a log: activities, statuses and the percentage.</summary>
    public static string Plain(IReadOnlyList<ProgressRecord> records) => Describe(records) + Percent(records[0]);

    /// <summary>One line that fits in a number of cells of a terminal, with a bar if the percentage is known.</summary>
    public static string ForTerminal(IReadOnlyList<ProgressRecord> records, int maximumCells)
    {
        string bar = "";
        if (records[0].PercentComplete is >= 0 and <= 100 and int percent)
        {
            int filled = percent * BarCells / 100;
            bar = $"[{new string('#', filled)}{new string('.', BarCells - filled)}]{Percent(records[0])} ";
        }

        return CellWidth.Truncate(bar + Describe(records) + TimeLeft(records[0]), maximumCells);
    }

    private static string Describe(IReadOnlyList<ProgressRecord> records)
    {
        var text = new StringBuilder();
        foreach (ProgressRecord record in records)
        {
            if (text.Length > 0)
                text.Append(" > ");
            text.Append(OneLine(record.Activity));
            if (!string.IsNullOrWhiteSpace(record.StatusDescription))
                text.Append(": ").Append(OneLine(record.StatusDescription));
            if (!string.IsNullOrWhiteSpace(record.CurrentOperation))
                text.Append(", ").Append(OneLine(record.CurrentOperation));
        }

        return text.ToString();
    }

    private static string Percent(ProgressRecord record) =>
        record.PercentComplete is >= 0 and <= 100 and int percent ? string.Create(CultureInfo.CurrentCulture, $" {percent}%") : "";

    private static string TimeLeft(ProgressRecord record) =>
        record.SecondsRemaining >= 0 ? $" ({TimeSpan.FromSeconds(record.SecondsRemaining):c} left)" : "";

    // A file name may hold anything, and a control character would corrupt the screen.
    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
