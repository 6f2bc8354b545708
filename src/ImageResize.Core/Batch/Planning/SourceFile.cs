namespace ImageResize.Batch.Planning;

/// <summary>An input file and the folder that its place in the tree is counted from.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Root">The full path of the input root; the tree below it is kept under a destination.</param>
internal readonly record struct SourceFile(string Path, string Root);
