namespace ImageResize.Paths;

/// <summary>How inputs are looked for.</summary>
/// <param name="Recurse">Whether subfolders are entered.</param>
/// <param name="IncludeHidden">Whether hidden files count.</param>
/// <param name="Filter">Which files count.</param>
/// <param name="EnterFolder">Which subfolders are entered, by full path.</param>
internal sealed record InputOptions(bool Recurse, bool IncludeHidden, NameFilter Filter, Func<string, bool> EnterFolder);
