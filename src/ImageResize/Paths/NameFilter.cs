using System.Management.Automation;
using ImageResize.Imaging;

namespace ImageResize.Paths;

/// <summary>The meaning of -Include and -Exclude: wildcards on the file's name, without regard to case.</summary>
internal sealed class NameFilter(string[]? include, string[]? exclude)
{
    private readonly WildcardPattern[] _include = Compile(include);
    private readonly WildcardPattern[] _exclude = Compile(exclude);

    /// <summary>A file that the user named, or that a wildcard of the user's matched.</summary>
    public bool AcceptsNamed(string path)
    {
        string name = Path.GetFileName(path);
        return (_include.Length == 0 || Matches(_include, name)) && !Matches(_exclude, name);
    }

    /// <summary>A file met in a folder: without -Include only what is called like an image.</summary>
    public bool AcceptsFound(string path) =>
        AcceptsNamed(path) && (_include.Length > 0 || FormatTraits.FromExtension(Path.GetExtension(path)) is not null);

    private static bool Matches(WildcardPattern[] patterns, string name) => Array.Exists(patterns, pattern => pattern.IsMatch(name));

    private static WildcardPattern[] Compile(string[]? patterns) =>
        [.. (patterns ?? []).Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase))];
}
