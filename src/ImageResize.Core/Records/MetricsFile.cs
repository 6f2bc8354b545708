using ImageResize.Files;

namespace ImageResize.Records;

/// <summary>The figures of a run as a file: whole, or as it was before. Stateless, thread safe.</summary>
internal static class MetricsFile
{
    /// <summary>Whether the extension says what to write: .json or .prom.</summary>
    public static bool IsNamedRight(string path) => IsJson(path) || path.EndsWith(".prom", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the file; a link stays a link, and what it leads to is replaced.</summary>
    /// <param name="path">The full path, which <see cref="IsNamedRight"/>; its folder is there.</param>
    /// <param name="metrics">The figures.</param>
    /// <exception cref="ImageResizeException">It could not be written.</exception>
    public static void Write(string path, RunMetrics metrics)
    {
        using var content = new MemoryStream(IsJson(path) ? MetricsJson.Write(metrics) : MetricsPrometheus.Write(metrics));
        try
        {
            AtomicFile.Write(LocalFileLayer.Instance, TrustedPath.Resolve(path), content, new WriteOptions(Overwrite: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileFault.OnWrite(e, path);
        }
    }

    private static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
