using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageResize.Testing;

namespace ImageResize.Tests.Processes;

/// <summary>-Isolation Process with the module's own child processes; what crashes them is in the tests of Core.</summary>
public sealed class IsolationTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("webp")]
    [InlineData("tif")]
    [InlineData("gif")]
    [InlineData("avif")]
    [InlineData("png")]
    [InlineData("jpg")]
    public void Outputs_of_every_format_are_the_same_byte_for_byte(string extension)
    {
        TestImage.Write(In($"a.{extension}"), 500, 300);
        foreach (string mode in (string[])["None", "Process"])
            Assert.All(Session.Run("Invoke-ImageResize $args[0] -Destination $args[1] -Size 200 -Format jpeg,png,webp,tiff,gif,avif -Isolation $args[2]", Path.GetDirectoryName(In("a"))!, Out(mode), mode).All<string>("Status"), status => Assert.Equal("Resized", status));
        string[] names = [.. Directory.GetFiles(Out("None")).Select(file => Path.GetFileName(file)!)];
        Assert.Equal(6, names.Length);
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(Out("None"), name)), File.ReadAllBytes(Path.Combine(Out("Process"), name))));
    }

    [Fact]
    public void A_damaged_image_is_told_in_the_same_words()
    {
        TestImage.Write(In("a.webp"), 500, 300);
        TestImage.Write(In("b.tif"), 500, 300);
        foreach (string name in (string[])["a.webp", "b.tif"])
            File.WriteAllBytes(In(name), File.ReadAllBytes(In(name))[..^200]);
        string[] without = [.. Resize("-Size 100 -ErrorAction SilentlyContinue").All<string>("Message").Order()];
        string[] with = [.. Resize("-Size 100 -ErrorAction SilentlyContinue -Isolation Process").All<string>("Message").Order()];
        Assert.Equal(without, with);
        Assert.Equal(2, with.Length);
    }

    [Fact]
    public void Names_and_measurements_are_made_with_children_too()
    {
        TestImage.Write(In("a.webp"), 500, 300);
        Assert.Empty(Resize("-Size 100 -Name '{name}-{width}.{ext}' -Isolation Process").Errors);
        Assert.True(File.Exists(Out("a-100.webp")));
        RunOutput measured = Session.Run("Measure-ImageResize $args[0] -Size 100 -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0 -Isolation Process", In("a.webp"));
        Assert.Empty(measured.Errors);
        Assert.Single(measured.Objects);
    }

    [Fact]
    public void A_parent_that_is_killed_leaves_no_child_and_no_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It looks for processes in /proc.");
        for (int i = 0; i < 8; i++)
            TestImage.Write(In($"{i}.webp"), 4000, 3000);
        using PwshProcess pwsh = PwshProcess.Start(
            $"$PID; Get-ChildItem {Pwsh.Quote(Path.GetDirectoryName(In("a"))!)} | Invoke-ImageResize -Size 3000 -Format avif -Isolation Process -ThrottleLimit 2 -Destination {Pwsh.Quote(Out())} | Out-Null");
        int parent = int.Parse(pwsh.ReadLine(), CultureInfo.InvariantCulture);
        Assert.True(SpinWait.SpinUntil(() => ChildrenOf(parent).Length > 0, TimeSpan.FromSeconds(60)), "There is no child.");
        int[] children = ChildrenOf(parent);
        pwsh.Send("KILL");
        pwsh.End(TimeSpan.FromSeconds(10));
        Assert.True(SpinWait.SpinUntil(() => !children.Any(IsRunning), TimeSpan.FromSeconds(10)), "A child lives on.");
    }

    [Fact]
    public void An_installed_pwsh_serves_without_its_beginning()
    {
        ProcessStartInfo start = Pwsh.StartInfo("-NoProfile", "-NonInteractive", "-Command", "exit");
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(Path.GetDirectoryName(Pwsh.Manifest)!, "lib", "ImageResize.Loader.dll");
        string input = In("input");
        File.WriteAllText(input, string.Empty);
        byte[] wishes = JsonSerializer.SerializeToUtf8Bytes(new { Input = input, Culture = "de-DE", UICulture = "en-US" });
        using Process child = Process.Start(start)!;
        child.StandardInput.BaseStream.Write([.. BitConverter.GetBytes((long)wishes.Length), 1, .. wishes]);
        child.StandardInput.BaseStream.Flush();
        byte[] ready = new byte[9 + "ImageResize 1 ".Length];
        child.StandardOutput.BaseStream.ReadExactly(ready);
        Assert.Equal(2, ready[8]);
        Assert.Equal("ImageResize 1 ", Encoding.UTF8.GetString(ready[9..]));
        child.StandardInput.Close();
        Assert.True(child.WaitForExit(TimeSpan.FromSeconds(30)), "It does not end with its parent's pipe.");
    }

    private static int[] ChildrenOf(int parent) =>
    [
        .. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(id => StatOf(id) is { } stat && stat.Parent == parent),
    ];

    private static bool IsRunning(int id) => StatOf(id) is { State: not 'Z' };

    private static (char State, int Parent)? StatOf(int id)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{id}/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
