using ImageResize.Batch.Watching;
using ImageResize.Files;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

/// <summary>When a file that comes into a folder is whole: on a real disk.</summary>
public sealed class FolderWatchOnDiskTests
{
    [Fact]
    public void On_the_disk_a_file_that_is_moved_in_is_found_by_what_the_system_tells()
    {
        var notices = new List<WatchNotice>();
        using var disk = new TempFolder();
        string folder = Directory.CreateDirectory(Path.Combine(disk.Path, "in")).FullName;
        var watched = new WatchedFolder { Path = folder, Recurse = true, Accept = path => path.EndsWith(".jpg", StringComparison.Ordinal), Enter = path => !path.EndsWith("resized", StringComparison.Ordinal) };
        using var watch = new FolderWatch(watched, new WatchOptions(TimeSpan.Zero, TimeSpan.FromDays(1), IsPolled: false), TimeProvider.System, notices.Add);
        Assert.Empty(watch.TakeReady());
        Directory.CreateDirectory(Path.Combine(folder, "resized"));
        Directory.CreateDirectory(Path.Combine(disk.Path, "below"));
        foreach (string name in (string[])["a.jpg", "below/b.jpg", "in/resized/c.jpg"])
            File.WriteAllText(Path.Combine(disk.Path, name), "content");
        File.Move(Path.Combine(disk.Path, "a.jpg"), Path.Combine(folder, "a.jpg"));
        Directory.Move(Path.Combine(disk.Path, "below"), Path.Combine(folder, "below"));
        var taken = new List<string>();
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                taken.AddRange(watch.TakeReady().Select(one => Path.GetRelativePath(folder, one.Source.Path).Replace('\\', '/')));
                return taken.Count >= 2;
            },
            TimeSpan.FromSeconds(30)));
        Assert.Equal(["a.jpg", "below/b.jpg"], taken.Order());
        Assert.Empty(notices);
    }

    [Fact]
    public void A_file_that_a_program_writes_is_known_to_be_open_where_it_can_be_told()
    {
        if (OperatingSystem.IsMacOS())
            return; // There it cannot.
        using var disk = new TempFolder();
        string path = disk["a.jpg"];
        using (var writer = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.Write("content"u8);
            writer.Flush();
            Assert.True(OpenForWriting.Is(path));
        }

        Assert.False(OpenForWriting.Is(path));
        using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            Assert.False(OpenForWriting.Is(path));
        Assert.False(OpenForWriting.Is(disk["missing.jpg"]));
    }
}
