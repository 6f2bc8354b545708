using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>
/// Compares as PowerShell's -lt does: text without regard to case, numbers of different types by value; what cannot be
/// compared, as text. Nothing comes first.
/// </summary>
internal sealed class ValueComparer : IComparer<object?>
{
    /// <summary>The comparer.</summary>
    public static ValueComparer Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(object? x, object? y) => LanguagePrimitives.TryCompare(x, y, ignoreCase: true, out int result)
        ? result
        : string.Compare(x?.ToString(), y?.ToString(), StringComparison.CurrentCultureIgnoreCase);
}
