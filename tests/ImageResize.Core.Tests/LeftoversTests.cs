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
    public void A_file_of_another_machine_is_left_over_after_a_day()
    {
        string foreign = Regex.Replace(TemporaryName.New(), @"^\.imageresize-[0-9a-f]{8}", ".imageresize-00000000");
        Assert.False(TemporaryName.IsLeftover(foreign, TimeSpan.FromHours(23)));
        Assert.True(TemporaryName.IsLeftover(foreign, TimeSpan.FromHours(25)));
    }

    [Fact]
    public void A_process_that_lives_is_not_robbed()
    {
        using var process = Process.GetCurrentProcess();
        Assert.Contains(process.Id.ToString(CultureInfo.InvariantCulture), TemporaryName.New(), StringComparison.Ordinal);
        Assert.False(TemporaryName.IsLeftover(TemporaryName.New(), TimeSpan.FromDays(400)));
    }

    public void Dispose() => _folder.Dispose();
}
