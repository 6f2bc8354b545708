using System.Management.Automation;

namespace ImageResize.Tests;

/// <summary>All that came out of a run, stream by stream.</summary>
public sealed record RunOutput(
    PSObject[] Objects,
    ErrorRecord[] Errors,
    string[] Warnings,
    string[] Verbose,
    InformationRecord[] Information,
    ProgressRecord[] Progress)
{
    /// <summary>The ids of the errors without the name of the command.</summary>
    public string[] ErrorIds => [.. Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0])];

    /// <summary>The only output object.</summary>
    public PSObject Single => Assert.Single(Objects);

    /// <summary>One property of every object.</summary>
    public T[] All<T>(string property) => [.. Objects.Select(one => Of<T>(one, property))];

    /// <summary>A property of the only object.</summary>
    public T The<T>(string property) => Of<T>(Single, property);

    private static T Of<T>(PSObject one, string property) => one.Properties[property].Value switch
    {
        null => default!,
        T value => value,
        { } other => LanguagePrimitives.ConvertTo<T>(other),
    };
}
