using System.Collections.ObjectModel;

namespace ImageResize;

/// <summary>
/// A list that is an array wherever one is looked for (in a pipeline, for -contains, in JSON), and its values in one line where
/// a table has room for one text: Export-Csv would write an array as its type. Immutable.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
public sealed class ValueList<T> : ReadOnlyCollection<T>
{
    internal ValueList(IEnumerable<T> values)
        : base([.. values])
    {
    }

    /// <summary>How many there are, as arrays say it.</summary>
    public int Length => Count;

    /// <summary>The values in one line.</summary>
    public override string ToString() => string.Join("; ", this);
}
