using System.Diagnostics;
using System.Net.Sockets;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>Names that lead to no ordinary file: each is one clear error, and nothing waits.</summary>
public sealed class SpecialFileTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("Invoke-ImageResize -LiteralPath $args[0] -Size 100")]
    [InlineData("Get-ImageInfo -LiteralPath $args[0]")]
    public void A_pipe_without_a_writer_does_not_hold_up_anything(string command)
    {
        Make("mkfifo", In("pipe.jpg"));
        Assert.Equal(["NotAnImage"], Session.Run(command, In("pipe.jpg")).ErrorIds);
    }

    [Fact]
    public void A_pipe_in_a_folder_does_not_hold_up_the_images_beside_it()
    {
        Make("mkfifo", In("pipe.jpg"));
        TestImage.Write(In("a.jpg"));
        Assert.Equal(["Failed", "Resized"], Resize("-Size 100").All<string>("Status").Order());
    }

    [Fact]
    public void A_link_to_a_pipe_is_a_pipe()
    {
        Make("mkfifo", In("pipe"));
        File.CreateSymbolicLink(In("a.jpg"), In("pipe"));
        Assert.Equal(["NotAnImage"], Resize("-Size 100").ErrorIds);
    }

    [Fact]
    public void A_socket_is_no_image()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sockets are no files there.");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(In("socket.jpg")));
        Assert.Equal(["NotAnImage"], Resize("-Size 100").ErrorIds);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData("/dev/full")]
    public void A_device_is_no_image(string device)
    {
        Assert.SkipUnless(File.Exists(device), "There is no such device.");
        Assert.Equal(["NotAnImage"], Session.Run("Invoke-ImageResize -LiteralPath $args[0] -Size 100 -Destination $args[1]", device, Out()).ErrorIds);
        File.CreateSymbolicLink(In("a.jpg"), device);
        Assert.Equal(["NotAnImage"], Resize("-Size 100").ErrorIds);
    }

    [Fact]
    public void A_full_device_is_no_destination()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        TestImage.Write(In("a.jpg"));
        Assert.Equal(["InvalidDestination"], Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination /dev/full", In("a.jpg")).ErrorIds);
    }

    [Fact]
    public void A_link_that_leads_to_itself_is_one_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        File.CreateSymbolicLink(In("a.jpg"), In("b.jpg"));
        File.CreateSymbolicLink(In("b.jpg"), In("a.jpg"));
        Assert.Equal(["IoError", "IoError"], Resize("-Size 100").ErrorIds);
        Assert.Equal(["IoError", "IoError"], Session.Run("Invoke-ImageResize $args[0] -Size 100 -InPlace -Force", Path.GetDirectoryName(In("a.jpg"))!).ErrorIds);
    }

    [Fact]
    public void A_link_to_nothing_is_not_found()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        File.CreateSymbolicLink(In("a.jpg"), In("gone.jpg"));
        Assert.Equal(["NotFound"], Resize("-Size 100").ErrorIds);
    }

    [Fact]
    public void A_pipe_of_the_output_s_name_is_not_replaced()
    {
        TestImage.Write(In("a.jpg"));
        Make("mkfifo", Out("a.jpg"));
        Assert.Equal(["OutputExists"], Resize("-Size 100 -Force -IfExists Overwrite").ErrorIds);
        Assert.Equal(["out/a.jpg"], Folder.Files().Where(file => file.StartsWith("out/", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_pipe_is_no_journal()
    {
        TestImage.Write(In("a.jpg"));
        Make("mkfifo", Path.Combine(Folder.Path, "run.jsonl"));
        Assert.Equal(["JournalUnavailable"], Resize($"-Size 100 -JournalPath '{Path.Combine(Folder.Path, "run.jsonl")}'").ErrorIds);
    }

    [Fact]
    public void An_image_given_as_the_journal_stays_as_it_is()
    {
        TestImage.Write(In("a.jpg"));
        byte[] before = File.ReadAllBytes(In("a.jpg"));
        Assert.Equal(["JournalUnavailable"], Resize($"-Size 100 -JournalPath '{In("a.jpg")}'").ErrorIds);
        Assert.Equal(before, File.ReadAllBytes(In("a.jpg")));
    }

    [Fact]
    public void A_name_that_is_not_UTF_8_is_one_error_that_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Names are Unicode elsewhere.");
        string source = TestImage.Write(In("source.jpg"));
        Make("sh", "-c", $"mv '{source}' '{Path.GetDirectoryName(source)}/'\"$(printf 'caf\\351.jpg')\"");
        RunOutput output = Resize("-Size 100");

        // .NET cannot remove it either.
        Make("rm", "-r", Path.GetDirectoryName(source)!);
        Assert.Equal(["NotFound"], output.ErrorIds);
        Assert.Contains("UTF-8", output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_becomes_too_long_is_one_error_that_says_so()
    {
        TestImage.Write(In(new string('n', 251) + ".jpg"));
        TestImage.Write(In("short.jpg"));
        RunOutput output = Resize("-Size '100x','x50'");
        Assert.Equal(["IoError", "IoError"], output.ErrorIds);
        Assert.All(output.Errors, error => Assert.Contains("too long", error.ToString(), StringComparison.Ordinal));
        Assert.Equal(["out/short-100x.jpg", "out/short-x50.jpg"], Folder.Files().Where(file => file.StartsWith("out/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Names_that_differ_in_case_only_are_two_images_where_the_disk_takes_them_for_two()
    {
        TestImage.Write(In("a.jpg"), 200, 100);
        TestImage.Write(In("A.jpg"), 100, 200);
        Assert.SkipUnless(Directory.GetFiles(Path.GetDirectoryName(In("a.jpg"))!).Length == 2, "The disk takes them for one.");
        Assert.Equal(["Resized", "Resized"], Resize("-Size 50").All<string>("Status"));
        using Picture wide = Picture.Open(Out("a.jpg"));
        using Picture tall = Picture.Open(Out("A.jpg"));
        Assert.Equal((50, 50), (wide.Width, tall.Height));
    }

    private static void Make(string program, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such thing there.");
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
