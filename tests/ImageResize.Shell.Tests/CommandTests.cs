namespace ImageResize.Shell.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CommandTests()
    {
        _folder.Write("a.jpg", "12345");
        _folder.Write("b.png", "123");
        _folder.Write("[c].jpg", "1");
        _folder.Write("sub/d.jpg");
        _folder.Write(".hidden.jpg");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Get_ChildItem_finds() => AssertAll(
        ("Get-ChildItem -Name | Sort-Object", ["[c].jpg", "a.jpg", "b.png", "sub"]),
        ("(gci *.jpg).Name | Sort-Object", ["[c].jpg", "a.jpg"]),
        ("(dir . *.jpg).Name | Sort-Object", ["[c].jpg", "a.jpg"]),
        ("(ls -Recurse -Filter *.jpg -File).Name | Sort-Object", ["[c].jpg", "a.jpg", "d.jpg"]),
        ("(gci -Recurse -Include *.jpg -Exclude a*).Name | Sort-Object", ["[c].jpg", "d.jpg"]),
        ("(gci -Directory).Name", ["sub"]),
        ("(gci -LiteralPath '[c].jpg').Name", ["[c].jpg"]),
        ("'a.jpg', 'b.png' | gci | ForEach-Object Length", ["5", "3"]),
        ("(gci -Force .h*).Name", [".hidden.jpg"]),
        ("gci a.jpg | ForEach-Object { $_.GetType().Name; $_.PSPath }", ["FileInfo", "Microsoft.PowerShell.Core\\FileSystem::{folder}/a.jpg"]));

    [Fact]
    public void Get_ChildItem_streams_and_stops_early() =>
        AssertLines("gci / -Recurse -ErrorAction Ignore | Select-Object -First 1 | ForEach-Object { 'one' }", "one");

    [Fact]
    public void Select_Object_selects() => AssertAll(
        ("& { try { $i = 0; while ($true) { ($i++) } } finally { [Console]::WriteLine('stopped') } } | Select-Object -First 2", ["0", "1", "stopped"]),
        ("1..9 | Select-Object -Skip 2 -First 2", ["3", "4"]),
        ("1..9 | Select-Object -Last 2", ["8", "9"]),
        ("1..9 | Select-Object -First 1 -Last 1", ["1", "9"]),
        ("1..9 | Select-Object -Last 2 -Skip 1", ["7", "8"]),
        ("gci a.jpg | Select-Object -ExpandProperty Length", ["5"]),
        ("gci a.jpg | Select-Object Name, @{ Name = 'Double'; Expression = { $_.Length * 2 } }, Nothing | ForEach-Object { \"$_\" }", ["@{Name=a.jpg; Double=10; Nothing=}"]),
        ("gci a.jpg | Select-Object Nam*, Len* | ForEach-Object { \"$_\" }", ["@{Name=a.jpg; Length=5}"]));

    [Fact]
    public void Objects_are_sorted_measured_grouped_and_written() => AssertAll(
        ("gci -File | Sort-Object Length -Descending | ForEach-Object Length", ["5", "3", "1"]),
        ("'b', 'A', 'c', 'a' | Sort-Object -Unique", ["A", "b", "c"]),
        ("10, 9, 2 | Sort-Object", ["2", "9", "10"]),
        ("gci -File | Measure-Object Length -Sum -Maximum | ForEach-Object { \"$($_.Count) $($_.Sum) $($_.Maximum)\" }", ["3 9 5"]),
        ("gci -File | Group-Object Extension | ForEach-Object { \"$($_.Count) $($_.Name)\" }", ["2 .jpg", "1 .png"]),
        ("Write-Output 1, 2; Write-Output 1, 2 -NoEnumerate | ForEach-Object Count", ["1", "2", "2"]),
        ("Write-Host a 1 (2, 3) -NoNewline; Write-Host !", ["a 1 2 3!"]));

    [Fact]
    public void Paths_and_locations_work()
    {
        AssertLines(
            """
            Join-Path a b c; Split-Path /x/y.z; Split-Path /x/y.z -Leaf; Split-Path /x/y.z -LeafBase; Split-Path /x/y.z -Extension
            Test-Path *.jpg; Test-Path nothing; Test-Path sub -PathType Leaf; Test-Path -LiteralPath '[c].jpg'; Test-Path ''
            Push-Location sub; (Get-Item .).Name; Pop-Location; Set-Location sub; Split-Path (Get-Location) -Leaf
            """,
            ["a/b/c", "/x", "y.z", "y", ".z", "True", "False", "False", "True", "False", "sub", "sub"]);
    }

    [Fact]
    public void Items_are_made_read_and_removed()
    {
        AssertLines(
            """
            $null = New-Item new/deep -ItemType Directory -Force; $null = New-Item new -Name x.txt -Value "one`ntwo"
            Get-Content new/x.txt; (Get-Content new/x.txt -Raw).Length; Get-Content new/x.txt -TotalCount 1
            3, 4 | Set-Content new/y.txt; 5 >> new/y.txt; Get-Content new/y.txt
            Remove-Item new -ErrorAction SilentlyContinue; Test-Path new/x.txt
            Remove-Item new -Recurse -WhatIf; Test-Path new
            Remove-Item new -Recurse; Test-Path new; Get-Item -LiteralPath '[c].jpg' | Remove-Item; Remove-Item *.png; gci -Name
            """,
            ["one", "two", "7", "one", "3", "4", "5", "True", $"What if: Performing the operation \"Remove Directory\" on target \"{_folder.Path}/new\".", "True", "False", "sub", "a.jpg"]);
    }

    [Fact]
    public void Files_and_objects_are_shown_through_the_engines_views()
    {
        var files = Run("gci a.jpg");
        Assert.Contains($"Directory: {_folder.Path}", files.Output, StringComparison.Ordinal);
        Assert.EndsWith("a.jpg", files.Lines[^1], StringComparison.Ordinal);
        AssertLines("[pscustomobject]@{ A = 1; B = 'x' }", "A B", "- -", "1 x");
        AssertLines("gci a.jpg | Format-List Name, Length; gci a.jpg | Format-Table Length, Name", "Name   : a.jpg", "Length : 5", "Length Name", "------ ----", "5 a.jpg");
        AssertLines("(gci a.jpg | Format-Table Name | Out-String).Trim().Length; [pscustomobject]@{ A = 1 } | cat", "15", "A", "-", "1");
    }

    [Theory]
    [InlineData("''", "\n")]
    [InlineData("'a'; ''; 'b'", "a\n\nb\n")]
    [InlineData("[pscustomobject]@{ A = 1 }", "\nA\n-\n1\n\n")]
    public void Blank_lines_are_those_of_pwsh(string command, string output) => Assert.Equal(output, Run(command).Output);

    /// <summary>Runs all commands in one shell, since a start costs half a second.</summary>
    private void AssertAll(params (string Command, string[] Expected)[] cases) => AssertLines(
        string.Join('\n', cases.Select(c => $"'# ' + '{c.Command.Replace("'", "''", StringComparison.Ordinal)}'; {c.Command}")),
        [.. cases.SelectMany(c => c.Expected.Prepend("# " + c.Command))]);

    private ShellResult Run(string command) => ShellProcess.RunIn(_folder.Path, "-NoModule", "-c", command);

    private void AssertLines(string command, params string[] expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The expected paths are those of Unix.");
        var result = Run(command);
        Assert.Equal("", result.Error);
        Assert.Equal(expected.Select(line => line.Replace("{folder}", _folder.Path, StringComparison.Ordinal)), result.Lines);
    }
}
