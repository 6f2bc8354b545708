using ImageResize.Batch.Watching;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

/// <summary>When a file that comes into a folder is whole: on a folder and a clock made up for it.</summary>
public sealed class FolderWatchTests
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private readonly FakeFolder _folder = new();
    private readonly List<WatchNotice> _notices = [];

    [Fact]
    public void A_file_is_handed_out_once_when_it_has_stayed_as_it_is()
    {
        using FolderWatch watch = Watch();
        _folder.Write("a.jpg", 10);
        Assert.Empty(Take(watch));
        Wait(0.9);
        Assert.Empty(Take(watch));
        Wait(0.2);
        Assert.Equal(["a.jpg"], Take(watch));
        Wait(60);
        Assert.Empty(Take(watch));
        Assert.True(watch.IsIdle);
    }

    [Fact]
    public void A_file_that_still_grows_is_waited_for()
    {
        using FolderWatch watch = Watch();
        for (int length = 1; length < 10; length++)
        {
            _folder.Write("a.jpg", length);
            Wait(0.8);
            Assert.Empty(Take(watch));
        }

        Assert.False(watch.IsIdle);
        Wait(1);
        Assert.Equal(["a.jpg"], Take(watch));
    }

    [Fact]
    public void A_file_that_is_open_for_writing_is_waited_for_however_long_it_stays_the_same()
    {
        using FolderWatch watch = Watch();
        _folder.Write("a.jpg", 10);
        _folder.Open.Add("a.jpg");
        for (int i = 0; i < 100; i++)
        {
            Wait(1);
            Assert.Empty(Take(watch));
        }

        _folder.Open.Clear();
        Wait(1);
        Assert.Equal(["a.jpg"], Take(watch));
    }

    [Fact]
    public void An_empty_file_is_given_more_time_and_then_comes_as_it_is()
    {
        using FolderWatch watch = Watch();
        _folder.Write("a.jpg", 0);
        Take(watch);
        Wait(9);
        Assert.Empty(Take(watch));
        Wait(1);
        Assert.Equal(["a.jpg"], Take(watch));
    }

    [Fact]
    public void What_was_there_is_told_apart_from_what_came()
    {
        _folder.Write("old.jpg", 10, tell: false);
        using FolderWatch watch = Watch();
        Take(watch);
        _folder.Write("new.jpg", 10);
        Take(watch);
        Wait(1);
        Assert.Equal([("new.jpg", false), ("old.jpg", true)], watch.TakeReady().Select(one => (Path.GetFileName(one.Source.Path), one.WasThere)).Order());
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(10, true)]
    public void A_file_that_is_replaced_comes_again_but_not_while_it_is_in_hand(int length, bool isNew)
    {
        using FolderWatch watch = Watch();
        _folder.Write("a.jpg", 10);
        Take(watch);
        Wait(1);
        Assert.Single(watch.TakeReady().ToArray());
        _folder.Write("a.jpg", length, isNew: isNew);
        Take(watch);
        Wait(1);
        Assert.Empty(Take(watch));
        watch.Done(_folder.Full("a.jpg"));
        Wait(1);
        Assert.Equal(["a.jpg"], Take(watch));
    }

    [Fact]
    public void A_file_whose_rights_were_changed_or_that_was_read_does_not_come_again()
    {
        using FolderWatch watch = Watch();
        _folder.Write("a.jpg", 10);
        Take(watch);
        Wait(1);
        Assert.Equal(["a.jpg"], Take(watch));
        _folder.Tell("a.jpg");
        Wait(1);
        Assert.Empty(Take(watch));
        Assert.True(watch.IsIdle);
    }

    [Fact]
    public void A_file_that_goes_before_it_is_whole_is_forgotten_and_comes_anew_later()
    {
        using FolderWatch watch = Watch();
        _folder.Write("a.jpg", 10);
        Take(watch);
        _folder.Remove("a.jpg");
        Wait(1);
        Assert.Empty(Take(watch));
        Assert.True(watch.IsIdle);
        _folder.Write("a.jpg", 10);
        Take(watch);
        Wait(1);
        Assert.Equal(["a.jpg"], Take(watch));
    }

    [Fact]
    public void After_lost_changes_the_folder_is_looked_through_and_each_of_a_burst_comes_once()
    {
        using FolderWatch watch = Watch();
        Take(watch);
        for (int i = 0; i < 5000; i++)
            _folder.Write($"{i:0000}.jpg", 10, tell: i < 100);
        _folder.Lose();
        var taken = new List<string>();
        for (int i = 0; i < 20; i++)
        {
            taken.AddRange(Take(watch));
            Wait(1);
        }

        Assert.Equal(5000, taken.Count);
        Assert.Equal(5000, taken.Distinct().Count());
        Assert.True(watch.IsIdle);
    }

    [Fact]
    public void Where_nothing_is_told_the_folder_is_looked_through_from_time_to_time()
    {
        using FolderWatch watch = Watch(isPolled: true);
        Take(watch);
        _folder.Write("a.jpg", 10);
        Wait(4.9);
        Assert.Empty(Take(watch));
        Assert.True(watch.IsIdle);
        Wait(0.2);
        Take(watch);
        Wait(1);
        Assert.Equal(["a.jpg"], Take(watch));
        _folder.Write("a.jpg", 20);
        Wait(5);
        Take(watch);
        Wait(1);
        Assert.Equal(["a.jpg"], Take(watch));
    }

    [Fact]
    public void A_system_that_cannot_tell_is_a_notice_and_the_folder_is_polled()
    {
        _folder.Refuses = true;
        using FolderWatch watch = Watch();
        Assert.Equal(WatchEvent.Polled, Assert.Single(_notices).Event);
        Take(watch);
        _folder.Write("a.jpg", 10);
        Wait(5);
        Take(watch);
        Wait(1);
        Assert.Equal(["a.jpg"], Take(watch));
    }

    [Fact]
    public void A_folder_that_goes_is_told_once_and_watched_again_when_it_is_back()
    {
        using FolderWatch watch = Watch();
        _folder.Write("a.jpg", 10);
        Take(watch);
        Wait(1);
        Assert.Equal(["a.jpg"], Take(watch));
        _folder.Exists = false;
        for (int i = 0; i < 10; i++)
        {
            Wait(1);
            Assert.Empty(Take(watch));
        }

        Assert.Equal([WatchEvent.Gone], _notices.Select(notice => notice.Event));
        _folder.Exists = true;
        _folder.Write("b.jpg", 10, tell: false);
        Wait(1);
        Take(watch);
        Wait(1);
        Assert.Equal(["b.jpg"], Take(watch));
        Assert.Equal([WatchEvent.Gone, WatchEvent.Back], _notices.Select(notice => notice.Event));
        Assert.Equal(2, _folder.Subscriptions);
    }

    [Fact]
    public void A_folder_that_cannot_be_listed_is_told_once_and_nothing_in_it_counts_as_gone()
    {
        using FolderWatch watch = Watch(isPolled: true);
        _folder.Write("a.jpg", 10);
        Take(watch);
        Wait(1);
        Assert.Equal(["a.jpg"], Take(watch));
        _folder.Fails = true;
        for (int i = 0; i < 3; i++)
        {
            Wait(5);
            Take(watch);
        }

        Assert.Equal(WatchEvent.Unlisted, Assert.Single(_notices).Event);
        _folder.Fails = false;
        Wait(5);
        Take(watch);
        Wait(1);
        Assert.Empty(Take(watch));
    }

    [Fact]
    public void What_is_not_to_be_taken_is_not()
    {
        using FolderWatch watch = Watch();
        _folder.Write("a.txt", 10);
        Take(watch);
        Wait(1);
        Assert.Empty(Take(watch));
    }

    private FolderWatch Watch(bool isPolled = false) => new(_folder, new WatchOptions(Settle, Interval, isPolled), _time, _notices.Add);

    private void Wait(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private string[] Take(FolderWatch watch)
    {
        string[] taken = [.. watch.TakeReady().Select(one => one.Source.Path)];
        foreach (string path in taken)
            watch.Done(path);
        return [.. taken.Select(path => Path.GetFileName(path))];
    }
}
