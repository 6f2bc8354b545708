using System.Globalization;

namespace ImageResize.Hostile;

/// <summary>The command line: a verb, then names with values.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    public required string Verb { get; init; }

    public static Arguments Parse(string[] args)
    {
        var arguments = new Arguments { Verb = args.FirstOrDefault() ?? "" };
        for (int i = 1; i + 1 < args.Length; i += 2)
            arguments._values[args[i].TrimStart('-')] = args[i + 1];
        return arguments;
    }

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public int Number(string name, int otherwise) => _values.TryGetValue(name, out string? value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
