using System.Globalization;
using ImageResize.Imaging;

namespace ImageResize.Batch.Planning;

/// <summary>
/// What an output is called: a pure function of the source, its root, the size and the format, so that a second run
/// finds the outputs of the first. Stateless.
/// </summary>
internal static class OutputNaming
{
    /// <summary>The full path of the output of <paramref name="source"/> at <paramref name="size"/> for a screen of <paramref name="pixelRatio"/> in a format, of one of several pages from 0 on; null where none was asked for.</summary>
    public static string PathOf(SourceFile source, PlanOptions options, TargetSize? size, ImageFormat? asked, double pixelRatio = 1, int? page = null)
    {
        string name = Path.GetFileNameWithoutExtension(source.Path);

        // As people count pages: scan-1.jpg is the first.
        if (options.Pages is { MayBeSeveral: true })
            name = string.Create(CultureInfo.InvariantCulture, $"{name}-{page + 1}");

        // Several outputs of one image need several names: photo-800x600.jpg, photo-50pct.jpg, photo-800-shortest.jpg.
        if (options.Sizes.Count > 1)
            name = $"{name}-{TextOf(size!.Value)}";

        // As the web names them: photo.jpg, photo@2x.jpg.
        if (pixelRatio != 1)
            name += string.Create(CultureInfo.InvariantCulture, $"@{pixelRatio}x");
        return Path.Combine(FolderOf(source, options), name + ExtensionOf(source, asked));
    }

    /// <summary>The extension of an output with its dot: the image's own where that is one of the format.</summary>
    public static string ExtensionOf(SourceFile source, ImageFormat? asked)
    {
        string extension = Path.GetExtension(source.Path);
        ImageFormat? named = FormatTraits.FromExtension(extension);
        ImageFormat? format = asked ?? (named is { } own ? FormatTraits.Of(own).OutputFormat : null);
        return format is { } output && named != output ? FormatTraits.Of(output).Extensions[0] : extension;
    }

    /// <summary>A size as names show it: 800x600, 1600x, 800-shortest, 50pct.</summary>
    public static string TextOf(TargetSize size) => size.ToString().Replace("%", "pct", StringComparison.Ordinal).Replace(' ', '-');

    /// <summary>A free name like "photo (1).jpg".</summary>
    public static string Numbered(string path, int number) => Path.Combine(
        Path.GetDirectoryName(path)!,
        $"{Path.GetFileNameWithoutExtension(path)} ({number}){Path.GetExtension(path)}");

    /// <summary>The full path of the backup of an image that is replaced.</summary>
    /// <param name="source">The image as it was given.</param>
    /// <param name="path">The image itself, where a link leads to it.</param>
    /// <param name="place">Where backups go.</param>
    public static string BackupOf(SourceFile source, string path, BackupPlace place) => place.Folder is { } folder
        ? Path.Combine(Below(source, folder), Path.GetFileName(source.Path))
        : path + place.Suffix;

    /// <summary>The full path of the folder that the outputs of an image go to.</summary>
    public static string FolderOf(SourceFile source, PlanOptions options) => options.Destination is { } destination
        ? Below(source, destination)
        : Path.Combine(Path.GetDirectoryName(source.Path)!, PlanOptions.DefaultFolder);

    /// <summary>The tree below the root of the inputs is kept below a folder.</summary>
    private static string Below(SourceFile source, string destination)
    {
        string folder = Path.GetDirectoryName(source.Path)!;
        string below = Path.GetRelativePath(source.Root, folder);
        bool isBelow = below != ".." && !below.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(below);
        return below != "." && isBelow ? Path.Combine(destination, below) : destination;
    }
}
