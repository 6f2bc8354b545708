using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace ImageResize.Shell.Commands;

/// <summary>
/// One value of a -Property parameter: a name, a script block, or a table with Name (or Label), Expression and Descending.
/// </summary>
/// <param name="Name">The name to show.</param>
/// <param name="Expression">How to get the value.</param>
/// <param name="HasOwnName">Whether the name was given apart from the expression.</param>
/// <param name="Descending">The direction to sort in, where one was given.</param>
internal sealed record PropertySelector(string Name, PSPropertyExpression Expression, bool HasOwnName, bool? Descending)
{
    /// <summary>Reads a value of a -Property parameter.</summary>
    /// <exception cref="PSArgumentException">It is none.</exception>
    public static PropertySelector From(object property) => Unwrap(property) switch
    {
        ScriptBlock script => new(script.ToString(), new PSPropertyExpression(script), false, null),
        IDictionary table => FromTable(table),
        var name => new(name.ToString()!, new PSPropertyExpression(name.ToString()!), false, null),
    };

    /// <summary>The value of the property of <paramref name="item"/>, or null where it has none.</summary>
    public object? ValueOf(PSObject item)
    {
        var results = Expression.GetValues(item);
        return results.Count > 0 && Unwrap(results[0].Result) is { } value ? value : null;
    }

    private static PropertySelector FromTable(IDictionary table)
    {
        object? Find(params string[] keys) =>
            table.Keys.Cast<object>().Where(k => keys.Any(key => key.StartsWith(k.ToString()!, StringComparison.OrdinalIgnoreCase))).Select(k => table[k]).FirstOrDefault();

        object expression = Unwrap(Find("Expression") ?? throw new PSArgumentException("A calculated property needs an Expression."));
        string? name = Find("Name", "Label")?.ToString();
        object? descending = Find("Descending");
        return From(expression) with
        {
            Name = name ?? expression.ToString()!,
            HasOwnName = name is not null,
            Descending = descending is null ? null : LanguagePrimitives.IsTrue(descending),
        };
    }

    private static object Unwrap(object value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
