using ImageResize.Batch.Watching;
using ImageResize.Files;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

/// <summary>When a file that comes into a folder is whole: on a folder and a clock made up for it, and once on the disk.</summary>
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

    [Fact]
    public void On_the_disk_a_file_that_is_moved_in_is_found_by_what_the_system_tells()
    {
        using var disk = new TempFolder();
        string folder = Directory.CreateDirectory(Path.Combine(disk.Path, "in")).FullName;
        var watched = new WatchedFolder { Path = folder, Recurse = true, Accept = path => path.EndsWith(".jpg", StringComparison.Ordinal), Enter = path => !path.EndsWith("resized", StringComparison.Ordinal) };
        using var watch = new FolderWatch(watched, new WatchOptions(TimeSpan.Zero, TimeSpan.FromDays(1), IsPolled: false), TimeProvider.System, _notices.Add);
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
        Assert.Empty(_notices);
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

    private FolderWatch Watch(bool isPolled = false) => new(_folder, new WatchOptions(Settle, Interval, isPolled), _time, _notices.Add);

    private void Wait(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private string[] Take(FolderWatch watch)
    {
        string[] taken = [.. watch.TakeReady().Select(one => one.Source.Path)];
        foreach (string path in taken)
            watch.Done(path);
        return [.. taken.Select(path => Path.GetFileName(path))];
    }

    private sealed class FakeFolder : IWatchedFolder, IFolderChanges
    {
        private readonly SortedDictionary<string, FileStamp> _files = new(StringComparer.Ordinal);
        private readonly Queue<FolderChange> _changes = new();
        private DateTime _now = DateTime.UnixEpoch;

        public string Path => "/in";

        public bool Exists { get; set; } = true;

        public bool Refuses { get; set; }

        public bool Fails { get; set; }

        public int Subscriptions { get; private set; }

        public HashSet<string> Open { get; } = [];

        public string Full(string name) => "/in/" + name;

        public void Write(string name, long length, bool tell = true, bool isNew = false)
        {
            // A file that is moved over another may be as long and as old.
            if (!isNew)
                _now = _now.AddSeconds(1);
            _files[Full(name)] = new FileStamp(length, _now);
            if (tell)
                _changes.Enqueue(new FolderChange(Full(name), isNew));
        }

        public void Remove(string name)
        {
            _files.Remove(Full(name));
            Tell(name);
        }

        public void Tell(string name) => _changes.Enqueue(new FolderChange(Full(name), IsNew: false));

        public void Lose() => _changes.Enqueue(default);

        public IEnumerable<(string Path, FileStamp Stamp)> List(Action<string, Exception> onError)
        {
            if (Fails)
                onError(Path, new UnauthorizedAccessException("No."));
            foreach ((string path, FileStamp stamp) in Fails ? [] : _files.Where(file => Accepts(file.Key)).ToArray())
                yield return (path, stamp);
        }

        public bool Accepts(string path) => path.EndsWith(".jpg", StringComparison.Ordinal);

        public FileStamp? Look(string path) => _files.TryGetValue(path, out FileStamp stamp) ? stamp : null;

        public bool IsBeingWritten(string path) => Open.Contains(System.IO.Path.GetFileName(path));

        public IFolderChanges Subscribe()
        {
            if (Refuses)
                throw new IOException("No more to give.");
            Subscriptions++;
            return this;
        }

        public bool TryTake(out FolderChange change) => _changes.TryDequeue(out change);

        public void Dispose() => _changes.Clear();
    }
}
