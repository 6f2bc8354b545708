using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>
/// Who may do what with an output on Unix. A new one has what any new file of this user has (the umask, the folder's
/// defaults), but gives group and others no right that its image does not give them: nobody comes to see in small what he
/// may not see in full. One that replaces a file keeps that file's owner, group and permissions, unless somebody else may
/// have laid that file there to get at the content. Stateless, thread safe.
/// </summary>
internal static class OutputRights
{
    private const UnixFileMode OwnerRights = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode GroupRights = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode OtherRights = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>A file of which nobody else sees anything.</summary>
    public const UnixFileMode Private = OwnerRights;

    /// <summary>The permissions to make a new output with, before the umask.</summary>
    /// <param name="source">The image; null where the content is the run's own.</param>
    public static UnixFileMode OfNew(FileStatus? source) =>
        OwnerRights | ((GroupRights | OtherRights) & (source?.Permissions ?? GroupRights | OtherRights));

    /// <summary>The same where the output's group is not that of the image: to the image, its members are others.</summary>
    public static UnixFileMode OfNewInOtherGroup(FileStatus? source)
    {
        UnixFileMode mode = OfNew(source);
        bool read = mode.HasFlag(UnixFileMode.OtherRead), write = mode.HasFlag(UnixFileMode.OtherWrite);
        return mode & ~((read ? 0 : UnixFileMode.GroupRead) | (write ? 0 : UnixFileMode.GroupWrite));
    }

    /// <summary>Whether a new output came into another group than its image's.</summary>
    public static bool IsInOtherGroup(SafeFileHandle output, FileStatus? source) =>
        source is { } image && FileStatus.Of(output) is { } made && made.Group != image.Group;

    /// <summary>The file whose owner, group and permissions an output keeps that replaces it; null where it keeps none.</summary>
    public static FileStatus? KeptFrom(string target, WriteOptions options)
    {
        // What a link leads to is not replaced, but the link.
        if (!options.Overwrite || FileStatus.OfEntry(target) is not { IsLink: false } old)
            return null;
        if (options.InPlace || old.User == UnixFile.EffectiveUser)
            return old;
        bool isHarmless = options.Source is { } image
            ? image.User == old.User || image.Permissions.HasFlag(UnixFileMode.OtherRead)
            : FileStatus.Of(Path.GetDirectoryName(target)!) is not { IsSticky: true } folder || folder.User == old.User;
        return isHarmless ? old : null;
    }
}
