using ImageResize.Files;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

/// <summary>Another user may write to the folder of the outputs, and wants at what is root's.</summary>
public sealed class OtherUserTests : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly byte[] Content = [.. Enumerable.Repeat((byte)7, 5000)];
    private static readonly DateTime Time = new(2019, 5, 6, 7, 8, 9, DateTimeKind.Utc);

    private readonly TempFolder _folder = new();
    private readonly string _secret;
    private readonly string _open;

    public OtherUserTests()
    {
        Assert.SkipUnless(OtherUser.IsPossible, "Only root on Linux can play another user.");
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException();
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ED);
        _secret = _folder["private/secret"];
        File.WriteAllText(_secret, "secret");
        File.SetUnixFileMode(_secret, OwnerOnly);
        File.SetLastWriteTimeUtc(_secret, Time);
        _open = Path.GetDirectoryName(_folder["open/x"])!;
        File.SetUnixFileMode(_open, Everybody);
    }

    [Theory]
    [InlineData("created")]
    [InlineData("write")]
    [InlineData("flush")]
    [InlineData("renaming")]
    public void A_temporary_file_swapped_for_a_link_is_neither_given_away_nor_renamed(string step)
    {
        string target = TheirFile("a.jpg");
        int swaps = 0;
        var files = new FailingFiles
        {
            Fail = operation =>
            {
                if (operation == step)
                    OtherUser.Do(() => swaps += Swap());
                return null;
            },
        };
        var options = new WriteOptions(Overwrite: true) { LastWriteTimeUtc = Time.AddYears(1), BeforeRename = () => files.Fail("renaming") };
        var error = Assert.Throws<ImageResizeException>(() => AtomicFile.Write(files, target, new MemoryStream(Content), options));
        Assert.Equal(ImageErrorId.IoError, error.ErrorId);
        Assert.Contains("Another program put something else", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, swaps);
        Assert.Equal("theirs", File.ReadAllText(target));
        AssertUntouched();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Swapped_after_the_last_look_their_link_gets_the_name_and_the_secret_stays_secret(bool overwrite)
    {
        string target = Path.Combine(_open, "a.jpg");
        var files = new FailingFiles
        {
            Fail = operation =>
            {
                if (operation == "move")
                    OtherUser.Do(() => Swap());
                return null;
            },
        };
        AtomicFile.Write(files, target, new MemoryStream(Content), new WriteOptions(overwrite) { LastWriteTimeUtc = Time.AddYears(1) });
        Assert.Equal(_secret, new FileInfo(target).LinkTarget);
        AssertUntouched();
    }

    [Fact]
    public void However_often_they_swap_a_temporary_file_the_secret_stays_secret()
    {
        string target = TheirFile("a.jpg");
        int swaps = 0;
        bool isOver = false;
        Thread other = OtherUser.Start(() =>
        {
            while (!Volatile.Read(ref isOver))
                Volatile.Write(ref swaps, swaps + Swap());
        });
        try
        {
            for (int i = 0; i < 20_000 && Volatile.Read(ref swaps) < 500; i++)
            {
                Record.Exception(() => AtomicFile.Write(LocalFileLayer.Instance, target, new MemoryStream(Content), new WriteOptions(Overwrite: true) { InPlace = true, LastWriteTimeUtc = Time.AddYears(1) }));
                if (FileStatus.OfEntry(target) is not { IsRegular: true, User: OtherUser.Id })
                    TheirFile("a.jpg");
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            other.Join();
        }

        Assert.True(swaps > 0, "Not one temporary file was met.");
        AssertUntouched();
    }

    [Fact]
    public void In_a_sticky_folder_they_cannot_swap_it()
    {
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(_open, Everybody | UnixFileMode.StickyBit);
        string target = Path.Combine(_open, "a.jpg");
        var options = new WriteOptions(Overwrite: true) { BeforeRename = () => OtherUser.Do(() => Assert.Equal(0, Swap())) };
        AtomicFile.Write(LocalFileLayer.Instance, target, new MemoryStream(Content), options);
        Assert.Equal(Content, File.ReadAllBytes(target));
    }

    [Fact]
    public void A_file_that_they_laid_under_the_output_s_name_does_not_get_them_a_private_image()
    {
        string target = TheirFile("a.jpg");
        AtomicFile.Write(LocalFileLayer.Instance, target, new MemoryStream(Content), new WriteOptions(Overwrite: true) { Source = FileStatus.Of(_secret) });
        FileStatus written = FileStatus.OfEntry(target)!.Value;
        Assert.Equal((0u, OwnerOnly), (written.User, written.Permissions));
    }

    [Fact]
    public void A_link_that_they_laid_under_the_output_s_name_is_replaced_and_lends_it_no_rights()
    {
        string target = Path.Combine(_open, "a.jpg");
        OtherUser.Do(() => File.CreateSymbolicLink(target, _secret));
        AtomicFile.Write(LocalFileLayer.Instance, target, new MemoryStream(Content), new WriteOptions(Overwrite: true));
        Assert.Equal(Content, File.ReadAllBytes(target));
        Assert.Null(new FileInfo(target).LinkTarget);
        AssertUntouched();
    }

    [Fact]
    public void A_link_named_like_a_leftover_is_removed_and_not_followed()
    {
        string name = System.Text.RegularExpressions.Regex.Replace(TemporaryName.New(), @"^(\.imageresize-[0-9a-f]+)-\d+-", "$1-999999999-");
        string folder = name.Replace("-999999999-", "-999999998-", StringComparison.Ordinal);
        OtherUser.Do(() =>
        {
            File.CreateSymbolicLink(Path.Combine(_open, name), _secret);
            Directory.CreateSymbolicLink(Path.Combine(_open, folder), Path.GetDirectoryName(_secret)!);
        });
        new Leftovers(LocalFileLayer.Instance).RemoveFrom(_open);
        new Leftovers(LocalFileLayer.Instance).RemoveFoldersFrom(_open);
        Assert.Equal([Path.Combine(_open, folder)], Directory.GetFileSystemEntries(_open));
        AssertUntouched();
    }

    public void Dispose() => _folder.Dispose();

    private void AssertUntouched()
    {
        FileStatus status = FileStatus.OfEntry(_secret)!.Value;
        Assert.Equal((0u, 0u, OwnerOnly), (status.User, status.Group, status.Permissions));
        Assert.Equal(Time, File.GetLastWriteTimeUtc(_secret));
        Assert.Equal("secret", File.ReadAllText(_secret));
    }

    /// <summary>A file of theirs that everybody may read and write.</summary>
    private string TheirFile(string name)
    {
        string path = Path.Combine(_open, name);
        File.Delete(path);
        OtherUser.Do(() =>
        {
            File.WriteAllText(path, "theirs");
            if (OperatingSystem.IsLinux())
                File.SetUnixFileMode(path, (UnixFileMode)0x1B6);
        });
        return path;
    }

    /// <summary>Puts links to the secret in the place of all temporary files; how many.</summary>
    private int Swap()
    {
        int swaps = 0;
        foreach (string path in Directory.EnumerateFileSystemEntries(_open, TemporaryName.Prefix + "*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            try
            {
                File.Delete(path);
                File.CreateSymbolicLink(path, _secret);
                swaps++;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It was renamed meanwhile, or may not be removed.
            }
        }

        return swaps;
    }
}
