using ImageResize.Batch.Planning;

namespace ImageResize.Core.Tests;

public sealed class RelativeNameTests
{
    [Theory]
    [InlineData("NUL", "device")]
    [InlineData("nul.jpg", "device")]
    [InlineData("con .jpg", "device")]
    [InlineData("a/Com1.tar.jpg", "device")]
    [InlineData("lpt9/a.jpg", "device")]
    [InlineData("COM\u00B9.jpg", "device")]
    [InlineData("CONIN$", "device")]
    [InlineData("c:a.jpg", "rooted")]
    [InlineData("C:/a.jpg", "rooted")]
    [InlineData("//server/share/a.jpg", "rooted")]
    [InlineData("//?/C:/a.jpg", "rooted")]
    [InlineData("a/../b.jpg", "'..'")]
    public void What_Windows_takes_for_a_device_or_a_root_is_no_name_anywhere(string name, string expected)
    {
        Assert.Contains(expected, RelativeName.WhyWrong(name, isWindows: true), StringComparison.Ordinal);
        Assert.Contains(expected, RelativeName.WhyWrong(name, isWindows: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.jpg:stream", "':'")]
    [InlineData("photo:b.jpg", "':'")]
    [InlineData("\\\\?\\C:\\a.jpg", "character")]
    [InlineData("\\\\server\\share\\a.jpg", "character")]
    [InlineData("a\\b.jpg", "character")]
    [InlineData("what?.jpg", "'?'")]
    [InlineData("a*b|c<d>\".jpg", "'*'")]
    [InlineData("a.jpg.", "end in a dot")]
    [InlineData("a.jpg ", "end in a dot or a space")]
    [InlineData("folder./a.jpg", "end in a dot")]
    [InlineData(".. /a.jpg", "end in a dot or a space")]
    [InlineData(".../a.jpg", "end in a dot")]
    public void What_only_Windows_refuses_or_changes_is_a_name_elsewhere(string name, string expected)
    {
        Assert.Contains(expected.Trim('\''), RelativeName.WhyWrong(name, isWindows: true), StringComparison.Ordinal);
        Assert.Null(RelativeName.WhyWrong(name, isWindows: false));
    }

    [Theory]
    [InlineData("console.jpg")]
    [InlineData("COM.jpg")]
    [InlineData("COM10.jpg")]
    [InlineData("a.con")]
    [InlineData("a/b/c.tar.gz")]
    [InlineData(" a.jpg")]
    [InlineData(".hidden")]
    public void What_only_looks_like_it_is_a_name(string name)
    {
        Assert.Null(RelativeName.WhyWrong(name, isWindows: true));
        Assert.Null(RelativeName.WhyWrong(name, isWindows: false));
    }
}
