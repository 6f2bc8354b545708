using ImageResize.Imaging;

namespace ImageResize.Paths;

/// <summary>Counts the image files that were met in folders and not taken, because nothing reads what they are called. Belongs to the pipeline thread.</summary>
internal sealed class LeftOutFiles
{
    private readonly Dictionary<string, long> _counts = [];

    /// <summary>Notes a file that is not taken, where it is called like an image.</summary>
    public void Note(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (ForeignExtensions.Contains(extension))
            _counts[extension] = _counts.GetValueOrDefault(extension) + 1;
    }

    /// <summary>What was left out, in one sentence, the most first; null where nothing was. It is told once.</summary>
    public string? Take()
    {
        if (_counts.Count == 0)
            return null;
        string[] counts = [.. _counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{Quantity.Count(pair.Value)} {pair.Key}")];
        long total = _counts.Values.Sum();
        _counts.Clear();
        return $"{Quantity.Count(total, "file of another image format was", "files of other image formats were")} left out: {string.Join(", ", counts)}.";
    }
}
