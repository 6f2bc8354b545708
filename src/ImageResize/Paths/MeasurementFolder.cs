using System.Globalization;
using ImageResize.Files;

namespace ImageResize.Paths;

/// <summary>
/// A new folder for the images or the outputs of a measurement, so that none of the user's files is ever written over.
/// Unless it is to be kept, its name tells whose it is, as that of a temporary file does, and the next measurement there
/// removes what a killed one left.
/// </summary>
internal sealed class MeasurementFolder
{
    private const string Prefix = "imageresize-measure-";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string? _parentMade;

    /// <summary>Makes the folder.</summary>
    /// <param name="parent">Where; made if it is missing. Null for the folder for temporary files.</param>
    /// <param name="isKept">Whether it is to stay, under a name for people.</param>
    public MeasurementFolder(string? parent, bool isKept = false)
    {
        string place = parent ?? System.IO.Path.GetTempPath();
        _parentMade = Directory.Exists(place) ? null : place;
        new Leftovers(LocalFileLayer.Instance).RemoveFoldersFrom(place);
        Path = System.IO.Path.Combine(place, isKept ? Prefix + DateTime.Now.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture) : TemporaryName.New());
        if (isKept || OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, OwnerOnly);
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
