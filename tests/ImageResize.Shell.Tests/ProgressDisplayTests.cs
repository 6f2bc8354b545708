using System.Management.Automation;
using ImageResize.Shell.Hosting;

namespace ImageResize.Shell.Tests;

public sealed class ProgressDisplayTests
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _screen = new();

    [Fact]
    public void A_terminal_is_redrawn_at_most_five_times_a_second()
    {
        var display = Display(terminal: true);
        for (int i = 0; i < 1000; i++)
        {
            display.Update(1, new ProgressRecord(1, "Resizing", $"{i} done") { PercentComplete = i / 10 });
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(5, Count("Resizing"));
    }

    [Fact]
    public void A_completed_activity_is_erased()
    {
        var display = Display(terminal: true);
        display.Update(1, new ProgressRecord(1, "Resizing", "now"));
        display.Update(1, new ProgressRecord(1, "Resizing", "now") { RecordType = ProgressRecordType.Completed });
        Assert.EndsWith("\r\e[J", _screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_inner_activity_takes_a_second_line_and_both_are_erased()
    {
        var display = Display(terminal: true);
        display.Update(1, new ProgressRecord(1, "Outer", "x"));
        _time.Advance(TimeSpan.FromSeconds(1));
        display.Update(1, new ProgressRecord(2, "Inner", "y") { ParentActivityId = 1 });
        Assert.EndsWith("Outer  x\nInner  y\r", _screen.ToString(), StringComparison.Ordinal);
        display.Erase();
        Assert.EndsWith("\e[1A\r\e[J", _screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_is_never_wider_than_the_terminal_nor_longer_than_a_line()
    {
        Display(terminal: true).Update(1, new ProgressRecord(1, "日本語の写真を縮小しています", "a\nb\e[2J" + new string('x', 200)) { PercentComplete = 50 });
        string line = _screen.ToString().TrimEnd('\r');
        Assert.InRange(line.Sum(CellWidth.Of), 30, 39);
        Assert.DoesNotContain(line, char.IsControl);
    }

    [Fact]
    public void Without_a_terminal_there_is_a_plain_line_every_ten_seconds()
    {
        var display = Display(terminal: false);
        for (int second = 0; second <= 25; second++)
        {
            display.Update(1, new ProgressRecord(1, "Resizing", $"{second} done") { PercentComplete = second });
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        display.Update(1, new ProgressRecord(1, "Resizing", "x") { RecordType = ProgressRecordType.Completed });
        Assert.Equal($"Resizing  10%  10 done\nResizing  20%  20 done\n", _screen.ToString().ReplaceLineEndings("\n"));
    }

    private ProgressDisplay Display(bool terminal) => new(_screen, terminal, () => 40, _time);

    private int Count(string text) => _screen.ToString().Split(text).Length - 1;
}
