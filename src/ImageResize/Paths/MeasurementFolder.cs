using System.Globalization;

namespace ImageResize.Paths;

/// <summary>A new folder for the outputs of a measurement, so that none of the user's files is ever written over.</summary>
internal sealed class MeasurementFolder
{
    private const string Prefix = "imageresize-measure-";

    private readonly string? _parentMade;

    /// <summary>Makes the folder.</summary>
    /// <param name="parent">Where; made if it is missing. Null for the folder for temporary files.</param>
    public MeasurementFolder(string? parent)
    {
        if (parent is null)
        {
            Path = Directory.CreateTempSubdirectory(Prefix).FullName;
            return;
        }

        _parentMade = Directory.Exists(parent) ? null : parent;
        Path = System.IO.Path.Combine(parent, Prefix + DateTime.Now.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture));
        Directory.CreateDirectory(Path);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Removes the folder and what is in it, and its parent where that was made for it and holds nothing else.</summary>
    public void Remove()
    {
        Directory.Delete(Path, recursive: true);
        if (_parentMade is not null && !Directory.EnumerateFileSystemEntries(_parentMade).Any())
            Directory.Delete(_parentMade);
    }
}
