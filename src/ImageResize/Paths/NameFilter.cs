using System.Management.Automation;
using ImageResize.Imaging;

namespace ImageResize.Paths;

/// <summary>The meaning of -Include and -Exclude: wildcards on the file's name, without regard to case.</summary>
/// <param name="include">What is taken; nothing for all images.</param>
/// <param name="exclude">What is left out of that.</param>
/// <param name="takesPairs">Whether of a camera raw file and its JPEG beside it both are taken, where -Include does not say.</param>
internal sealed class NameFilter(string[]? include, string[]? exclude, bool takesPairs)
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
        AcceptsNamed(path) && (_include.Length > 0 || (FormatTraits.FromExtension(Path.GetExtension(path)) is { } format && (takesPairs || format != ImageFormat.Raw || !HasJpegBeside(path))));

    /// <summary>Whether a file met in a folder would be taken if only its format were looked for: neither is it excluded, nor does -Include say what is taken.</summary>
    public bool TakesAnyImage(string path) => _include.Length == 0 && AcceptsNamed(path);

    /// <summary>Cameras store a shot twice under one name, and both would have one output.</summary>
    private static bool HasJpegBeside(string path) => FormatTraits.Of(ImageFormat.Jpeg).Extensions.Any(extension =>
        File.Exists(Path.ChangeExtension(path, extension)) || File.Exists(Path.ChangeExtension(path, extension.ToUpperInvariant())));

    private static bool Matches(WildcardPattern[] patterns, string name) => Array.Exists(patterns, pattern => pattern.IsMatch(name));

    private static WildcardPattern[] Compile(string[]? patterns) =>
        [.. (patterns ?? []).Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase))];
}
