using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Batch.Planning;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Records;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

/// <summary>Links on the way to a file that is written: whose are followed.</summary>
public sealed class TrustedPathTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _open;

    public TrustedPathTests()
    {
        Assert.SkipUnless(OtherUser.IsPossible, "Only root on Linux can play another user.");
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException();
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ED);
        _open = Path.GetDirectoryName(_folder["open/x"])!;
        File.SetUnixFileMode(_open, (UnixFileMode)0x3FF);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("nothing yet")]
    public void A_link_of_another_user_to_what_is_not_his_is_followed_by_no_record(string to)
    {
        string victim = _folder["private/victim.json"];
        if (to == "file")
            File.WriteAllText(victim, string.Empty);
        string link = TheirLink("run.json", victim);
        AssertNoRecord(link);
        Assert.Equal(link, new FileInfo(link).FullName);
        Assert.Equal(victim, new FileInfo(link).LinkTarget);
        if (to == "file")
            Assert.Empty(File.ReadAllBytes(victim));
        else
            Assert.False(File.Exists(victim));
    }

    [Fact]
    public void Nor_is_a_linked_folder()
    {
        string folder = Path.GetDirectoryName(_folder["private/x"])!;
        AssertNoRecord(Path.Combine(TheirLink("out", folder), "run.json"));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_link_to_what_is_its_maker_s_and_a_link_of_one_s_own_are_followed()
    {
        string theirs = Path.Combine(_open, "theirs");
        OtherUser.Do(() => Directory.CreateDirectory(theirs));
        Assert.Equal(theirs, TrustedPath.Resolve(TheirLink("alias", theirs)));

        string own = _folder["private/own.json"], link = Path.Combine(_folder.Path, "own-link");
        File.CreateSymbolicLink(link, own);
        Assert.Equal(own, TrustedPath.Resolve(link));
        using (FileStream file = KeptFile.OpenAlone(link))
            file.WriteByte(1);
        Assert.Equal(1, new FileInfo(own).Length);
    }

    [Fact]
    public void A_link_of_theirs_to_a_link_of_theirs_leads_no_further()
    {
        string victim = _folder["private/victim"];
        string first = TheirLink("first", TheirLink("second", victim));
        Assert.Throws<ForeignLinkException>(() => TrustedPath.Resolve(first));
        Assert.Throws<ForeignLinkException>(() => TrustedPath.Resolve(TheirLink("up", "../private/victim")));
    }

    [Fact]
    public void Links_in_a_circle_have_an_end()
    {
        File.CreateSymbolicLink(_folder["a"], _folder["b"]);
        File.CreateSymbolicLink(_folder["b"], _folder["a"]);
        Assert.Throws<IOException>(() => TrustedPath.Resolve(_folder["a"]));
    }

    [Fact]
    public void An_image_behind_a_link_of_theirs_is_not_replaced()
    {
        string image = _folder["private/a.jpg"];
        File.WriteAllText(image, "image");
        var planner = new OutputPlanner(new PlanOptions { InPlace = true, Sizes = [TargetSize.Box(10, 10)] });
        SourcePlan plan = planner.Plan(new SourceFile(TheirLink("a.jpg", image), _open));
        Assert.Empty(plan.Outputs);
        Assert.Equal(ImageErrorId.AccessDenied, Assert.Single(plan.Settled).ErrorId);
    }

    [Fact]
    public void However_often_they_swap_a_journal_for_a_link_nothing_comes_into_being_behind_it()
    {
        string folder = Path.GetDirectoryName(_folder["private/x"])!;
        string name = Path.Combine(_open, "run.jsonl");
        bool isOver = false;
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(_open, (UnixFileMode)0x1FF);
        Thread other = OtherUser.Start(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                try
                {
                    File.Delete(name);
                    File.CreateSymbolicLink(name, Path.Combine(folder, "new"));
                    File.Delete(name);
                    File.WriteAllText(name, string.Empty);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // The journal was made in between.
                }
            }
        });
        try
        {
            for (int i = 0; i < 2000; i++)
                Record.Exception(() => KeptFile.OpenAlone(name).Dispose());
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            other.Join();
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertNoRecord(string path)
    {
        Assert.Throws<ForeignLinkException>(() => JournalFile.Open(path));
        Assert.Throws<ForeignLinkException>(() => RunLog.Open(path));
        var metrics = new RunMetrics(new RunFigures(), IsCompleted: true, "1", "1");
        var error = Assert.Throws<ImageResizeException>(() => MetricsFile.Write(path, metrics));
        Assert.Equal(ImageErrorId.AccessDenied, error.ErrorId);
        Assert.Contains("made by another user", error.Message, StringComparison.Ordinal);
    }

    private string TheirLink(string name, string to)
    {
        string path = Path.Combine(_open, name);
        OtherUser.Do(() => File.CreateSymbolicLink(path, to));
        return path;
    }
}
