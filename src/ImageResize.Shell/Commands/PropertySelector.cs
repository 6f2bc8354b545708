using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace ImageResize.Shell.Commands;

/// <summary>
/// One argument of -Property: a name or pattern, a script block, or a calculated property such as
/// <c>@{ Name = 'KB'; Expression = { $_.Length / 1KB } }</c>.
/// </summary>
internal sealed class PropertySelector
{
    private readonly PSPropertyExpression _expression;
    private readonly string? _name;

    private PropertySelector(PSPropertyExpression expression, string? name)
    {
        _expression = expression;
        _name = name;
    }

    /// <summary>What the key Descending of the calculated property says, for sorting; null where it is absent.</summary>
    public bool? Descending { get; private init; }

    /// <exception cref="PSArgumentException">The argument is none of these.</exception>
    public static PropertySelector Create(object? argument)
    {
        object? plain = argument is PSObject wrapped ? wrapped.BaseObject : argument;
        return plain switch
        {
            ScriptBlock script => new PropertySelector(new PSPropertyExpression(script), script.ToString()),
            IDictionary table => Calculated(table),
            _ when LanguagePrimitives.ConvertTo<string>(argument) is { Length: > 0 } name => new PropertySelector(new PSPropertyExpression(name), name: null),
            _ => throw new PSArgumentException("A property is a name, a script block or a calculated property."),
        };
    }

    /// <summary>The names and values that this selects from an object; a plain name that it lacks gives null.</summary>
    public IEnumerable<(string Name, object? Value)> Select(PSObject source)
    {
        List<PSPropertyExpression> resolved = _expression.ResolveNames(source);
        if (resolved.Count == 0 && !_expression.HasWildCardCharacters)
            return [(_name ?? _expression.ToString(), null)];

        return resolved.Select(expression => (_name ?? expression.ToString(), Value(expression, source)));
    }

    // An expression that fails gives null, as in pwsh.
    private static object? Value(PSPropertyExpression expression, PSObject source) =>
        expression.GetValues(source) is [{ Exception: null } result, ..] ? result.Result : null;

    private static PropertySelector Calculated(IDictionary table)
    {
        object? name = null;
        object? expression = null;
        bool? descending = null;
        foreach (DictionaryEntry entry in table)
        {
            switch (LanguagePrimitives.ConvertTo<string>(entry.Key).ToLowerInvariant())
            {
                case "name" or "n" or "label" or "l":
                    name = entry.Value;
                    break;
                case "expression" or "e":
                    expression = entry.Value;
                    break;
                case "descending":
                    descending = LanguagePrimitives.IsTrue(entry.Value);
                    break;
                case "ascending":
                    descending = !LanguagePrimitives.IsTrue(entry.Value);
                    break;
                default:
                    throw new PSArgumentException($"A calculated property has no key '{entry.Key}'. Use Name and Expression.");
            }
        }

        PropertySelector inner = Create(expression);
        return new PropertySelector(inner._expression, name is null ? inner._name : LanguagePrimitives.ConvertTo<string>(name))
        {
            Descending = descending,
        };
    }
}
