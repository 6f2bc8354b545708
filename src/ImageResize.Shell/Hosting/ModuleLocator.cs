namespace ImageResize.Shell.Hosting;

/// <summary>Finds the ImageResize module that the shell was built with.</summary>
internal static class ModuleLocator
{
    /// <summary>The name of the manifest.</summary>
    public const string ManifestName = "ImageResize.psd1";

    /// <summary>The manifest in <paramref name="folder"/> or the nearest folder above it, or null.</summary>
    public static string? FindManifest(string folder)
    {
        for (var directory = new DirectoryInfo(folder); directory is not null; directory = directory.Parent)
        {
            string manifest = Path.Combine(directory.FullName, ManifestName);
            if (File.Exists(manifest))
                return manifest;
        }

        return null;
    }
}
