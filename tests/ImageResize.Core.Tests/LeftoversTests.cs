using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ImageResize.Files;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

public sealed class LeftoversTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void What_a_dead_process_left_is_removed_and_nothing_else()
    {
        string own = TemporaryName.New();
        string dead = Regex.Replace(own, @"^(\.imageresize-[0-9a-f]+)-\d+-", "$1-999999999-");
        string reused = Regex.Replace(own, @"-([0-9a-f]+)-([0-9a-f]{32})", "-1234abcd-$2");
        string foreign = Regex.Replace(own, @"^\.imageresize-[0-9a-f]{8}", ".imageresize-00000000");
        string[] others = [own, foreign, ".imageresize-something.tmp", "photo.tmp"];
        foreach (string name in (string[])[dead, reused, .. others])
            File.WriteAllText(_folder[name], "x");

        new Leftovers(LocalFileLayer.Instance).RemoveFrom(_folder.Path);

        Assert.Equal(others.Order(StringComparer.Ordinal), _folder.Files());
    }

    [Fact]
    public void A_folder_that_a_dead_process_left_is_removed_and_one_of_a_living_stays()
    {
        string own = TemporaryName.New();
        string dead = Regex.Replace(own, @"^(\.imageresize-[0-9a-f]+)-\d+-", "$1-999999999-");
        foreach (string name in (string[])[own, dead, "imageresize-measure-20260101"])
            File.WriteAllText(_folder[name + "/sub/a.jpg"], "x");
        new Leftovers(LocalFileLayer.Instance).RemoveFoldersFrom(_folder.Path);
        Assert.Equal([own + "/sub/a.jpg", "imageresize-measure-20260101/sub/a.jpg"], _folder.Files());
    }

    [Fact]
    public void A_file_of_another_machine_is_left_over_after_a_day_whatever_its_own_times_say()
    {
        string foreign = Regex.Replace(TemporaryName.New(), @"^\.imageresize-[0-9a-f]{8}", ".imageresize-00000000");
        Assert.False(TemporaryName.IsLeftover(foreign, DateTime.UtcNow.AddHours(23)));
        Assert.True(TemporaryName.IsLeftover(foreign, DateTime.UtcNow.AddHours(25)));
        Assert.False(TemporaryName.IsLeftover(foreign, DateTime.UtcNow.AddDays(-400)));

        // About to be renamed, with the time of its image.
        File.WriteAllText(_folder[foreign], "x");
        File.SetLastWriteTimeUtc(_folder[foreign], new DateTime(2011, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        new Leftovers(LocalFileLayer.Instance).RemoveFrom(_folder.Path);
        Assert.Equal([foreign], _folder.Files());
    }

    [Fact]
    public void A_process_that_lives_is_not_robbed_though_the_clock_was_set()
    {
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), TemporaryName.New(), StringComparison.Ordinal);
        Assert.False(TemporaryName.IsLeftover(TemporaryName.New(), DateTime.UtcNow.AddDays(400)));
        Assert.False(TemporaryName.IsLeftover(TemporaryName.New(), DateTime.UtcNow.AddDays(-400)));
    }

    [Fact]
    public void Another_process_is_not_robbed_while_it_lives()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sleep there.");
        using Process other = Process.Start("sleep", "60");
        string name = TemporaryName.New(other.Id);
        File.WriteAllText(_folder[name], "x");
        new Leftovers(LocalFileLayer.Instance).RemoveFrom(_folder.Path);
        Assert.Equal([name], _folder.Files());
        other.Kill();
        other.WaitForExit();
        new Leftovers(LocalFileLayer.Instance).RemoveFrom(_folder.Path);
        Assert.Empty(_folder.Files());
    }

    public void Dispose() => _folder.Dispose();
}
