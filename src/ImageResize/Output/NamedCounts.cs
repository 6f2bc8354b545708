using System.Collections.ObjectModel;

namespace ImageResize;

/// <summary>How many there were of each name, in the order of the names; in one line where a table has room for one text. Immutable.</summary>
public abstract class NamedCounts : ReadOnlyDictionary<string, long>
{
    private protected NamedCounts(IReadOnlyDictionary<string, long> counts)
        : base(new SortedDictionary<string, long>(counts.ToDictionary(), StringComparer.Ordinal))
    {
    }

    /// <summary>Names and counts in one line: "Damaged 1; Empty 2".</summary>
    public override string ToString() => string.Join("; ", this.Select(entry => $"{entry.Key} {entry.Value}"));
}

/// <summary>How many failures there were of each error id.</summary>
public sealed class ErrorCounts : NamedCounts
{
    internal ErrorCounts(IReadOnlyDictionary<string, long> counts)
        : base(counts)
    {
    }
}

/// <summary>How many outputs were written of each format.</summary>
public sealed class FormatCounts : NamedCounts
{
    internal FormatCounts(IReadOnlyDictionary<string, long> counts)
        : base(counts)
    {
    }
}
