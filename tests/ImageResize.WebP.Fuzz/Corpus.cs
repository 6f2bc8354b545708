using System.Reflection;

namespace ImageResize.WebP.Fuzz;

/// <summary>The sound files that mutations begin with.</summary>
internal static class Corpus
{
    /// <summary>The names of the files.</summary>
    public static string[] Names => [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Order(StringComparer.Ordinal)];

    public static byte[][] Create() => [.. Names.Select(Read)];

    /// <summary>A file.</summary>
    public static byte[] Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
