namespace ImageResize.Batch.Watching;

/// <summary>A folder whose arrivals are waited for, so that a test can put one of its own in the place of the disk. Belongs to the owner's thread.</summary>
internal interface IWatchedFolder
{
    /// <summary>The full path.</summary>
    string Path { get; }

    /// <summary>Whether the folder is there at this moment.</summary>
    bool Exists { get; }

    /// <summary>The images in it and, where they count, below it, lazily; what cannot be listed is told and the rest goes on.</summary>
    /// <param name="onError">Told of a folder that cannot be listed.</param>
    IEnumerable<(string Path, FileStamp Stamp)> List(Action<string, Exception> onError);

    /// <summary>Whether a path would be listed if a file were there.</summary>
    bool Accepts(string path);

    /// <summary>A file as it is now; null where there is none.</summary>
    FileStamp? Look(string path);

    /// <summary>Whether some program has a file open for writing; false where that cannot be told.</summary>
    bool IsBeingWritten(string path);

    /// <summary>Begins to hear of changes.</summary>
    /// <exception cref="IOException">The system has no more to give, or does not watch such a folder.</exception>
    IFolderChanges Subscribe();
}

/// <summary>What tells one state of a file from another.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedUtc">When it was last written.</param>
internal readonly record struct FileStamp(long Length, DateTime ModifiedUtc);

/// <summary>The changes in a folder as the system tells of them. Taken by one thread, told by any.</summary>
internal interface IFolderChanges : IDisposable
{
    /// <summary>Takes a change; false where none waits.</summary>
    bool TryTake(out FolderChange change);
}

/// <summary>A change in a folder.</summary>
/// <param name="Path">The full path; null where changes were lost, so that the folder has to be looked through.</param>
/// <param name="IsNew">Whether another file has come under the name.</param>
internal readonly record struct FolderChange(string? Path, bool IsNew);
