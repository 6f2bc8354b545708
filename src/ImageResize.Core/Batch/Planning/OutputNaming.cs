using ImageResize.Imaging;

namespace ImageResize.Batch.Planning;

/// <summary>
/// What an output is called: a pure function of the source, its root, the size and the format, so that a second run
/// finds the outputs of the first. Stateless.
/// </summary>
internal static class OutputNaming
{
    /// <summary>The full path of the output of <paramref name="source"/> at <paramref name="size"/>.</summary>
    public static string PathOf(SourceFile source, PlanOptions options, TargetSize? size)
    {
        string name = Path.GetFileNameWithoutExtension(source.Path);
        string extension = Path.GetExtension(source.Path);

        // Several outputs of one image need several names: photo-800x600.jpg, photo-50pct.jpg.
        if (options.Sizes.Count > 1)
            name = $"{name}-{size.ToString()!.Replace("%", "pct", StringComparison.Ordinal)}";
        ImageFormat? named = FormatTraits.FromExtension(extension);
        ImageFormat? format = options.Format ?? (named is { } own ? FormatTraits.Of(own).OutputFormat : null);
        if (format is { } output && named != output)
            extension = FormatTraits.Of(output).Extensions[0];
        return Path.Combine(FolderOf(source, options), name + extension);
    }

    /// <summary>A free name like "photo (1).jpg".</summary>
    public static string Numbered(string path, int number) => Path.Combine(
        Path.GetDirectoryName(path)!,
        $"{Path.GetFileNameWithoutExtension(path)} ({number}){Path.GetExtension(path)}");

    private static string FolderOf(SourceFile source, PlanOptions options)
    {
        string folder = Path.GetDirectoryName(source.Path)!;
        if (options.Destination is not { } destination)
            return Path.Combine(folder, PlanOptions.DefaultFolder);
        string below = Path.GetRelativePath(source.Root, folder);
        bool isBelow = below != ".." && !below.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(below);
        return below != "." && isBelow ? Path.Combine(destination, below) : destination;
    }
}
