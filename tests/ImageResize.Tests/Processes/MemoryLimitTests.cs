using System.Globalization;
using System.IO.Compression;
using ImageResize.Testing;

namespace ImageResize.Tests.Processes;

/// <summary>-MemoryLimit is what the system sees of the images: measured of a pwsh of its own, from before the run to its peak.</summary>
public sealed class MemoryLimitTests : IDisposable
{
    /// <summary>Code, and what the garbage collector takes before it looks.</summary>
    private const int ForTheRuntime = 20;

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Large_photos_take_no_more_than_the_limit(int workers)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The peak is read from /proc.");
        const int Limit = 100;
        Assert.InRange(Growth("[ImageResize.SamplePhoto]::Write(\"$PWD/in/1.jpg\", 6000, 4000, 1); 2..12 | ForEach-Object { Copy-Item in/1.jpg in/$_.jpg }", $"-Size 2000 -ThrottleLimit {workers} -MemoryLimit {Limit}MB"), 1, Limit + ForTheRuntime);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    public void Texts_that_inflate_to_gigabytes_take_no_more_than_the_limit(string format)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The peak is read from /proc.");
        const int Limit = 300;
        byte[] sound = File.ReadAllBytes(TestImage.Write(_folder["sound.png"], 300, 200));
        const int Header = 8 + 12 + 13;
        byte[] text = [.. "Comment\0\0"u8, .. Deflate(7_000_000)];
        var texts = new MemoryStream();
        for (int i = 0; i < 600; i++)
            PngChunk.Write(texts, "zTXt", text);
        for (int i = 0; i < 3; i++)
            File.WriteAllBytes(_folder[$"in/{i}.png"], [.. sound[..Header], .. texts.ToArray(), .. sound[Header..]]);
        Assert.InRange(Growth(string.Empty, $"-Size 100 -Format {format} -ThrottleLimit 8 -MemoryLimit {Limit}MB"), 1, Limit + ForTheRuntime);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Deflate(int length)
    {
        var target = new MemoryStream();
        using (var stream = new ZLibStream(target, CompressionLevel.SmallestSize, leaveOpen: true))
            stream.Write(Enumerable.Repeat((byte)'a', length).ToArray());
        return target.ToArray();
    }

    /// <summary>Megabytes that a run takes more at its peak than pwsh did before; a first image is done before, so that all code is there.</summary>
    private int Growth(string prepare, string parameters)
    {
        Directory.CreateDirectory(_folder["in"]);
        TestImage.Write(_folder["first.jpg"]);
        string script = $$"""
            {{prepare}}
            function Get-Megabyte([string] $Name) { [int] ((Select-String "^${Name}:" /proc/self/status).Line -replace '\D') / 1KB }
            $null = Invoke-ImageResize first.jpg -Size 100 -Destination out -InformationAction Ignore
            [GC]::Collect()
            $before = Get-Megabyte VmRSS
            [IO.File]::WriteAllText('/proc/self/clear_refs', '5')
            $results = Invoke-ImageResize in -Destination out {{parameters}} -InformationAction Ignore
            $peak = Get-Megabyte VmHWM
            "$([int] ($peak - $before)) $(@($results | Where-Object Status -EQ Resized).Count)"
            """;
        string[] numbers = PwshProcess.MustRun(script, _folder.Path, TimeSpan.FromMinutes(3)).Lines[^1].Split(' ');
        Assert.Equal(Directory.GetFiles(_folder["in"]).Length, int.Parse(numbers[1], CultureInfo.InvariantCulture));
        return int.Parse(numbers[0], CultureInfo.InvariantCulture);
    }
}
