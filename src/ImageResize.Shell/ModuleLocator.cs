namespace ImageResize.Shell;

/// <summary>Finds the module that belongs to this shell: the manifest in its own folder or the nearest one above.</summary>
internal static class ModuleLocator
{
    public const string ManifestName = "ImageResize.psd1";

    /// <summary>The full path of the nearest manifest at or above a folder, or null.</summary>
    public static string? Find(string startFolder)
    {
        for (DirectoryInfo? folder = new(startFolder); folder is not null; folder = folder.Parent)
        {
            string manifest = Path.Combine(folder.FullName, ManifestName);
            if (File.Exists(manifest))
                return manifest;
        }

        return null;
    }
}
