using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Metadata;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

public sealed class ImageProcessorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_disk_that_fails_while_a_large_image_is_decoded_is_IoError_and_not_damage()
    {
        TestImage.Write(_folder["a.png"], 4000, 3000);
        int reads = 0;
        var files = new FailingFiles { Fail = operation => operation == "read" && Interlocked.Increment(ref reads) > 6 ? new IOException("gone") : null };
        using ImageInput input = ImageInput.Open(_folder["a.png"], files, new InputBuffers());
        using var scaler = new ImageScaler();
        var clock = new StageClock();
        Exception? fault = Record.Exception(() =>
        {
            ImageHeader header = scaler.ReadHeader(input, ImageFormat.Png, default);
            var output = new ScaleOutput(new ScaleRequest(new PixelSize(100, 75), ImageFormat.Png, 85, MetadataPolicy.All, false), new OutputBuffer());
            if (scaler.Scale(input, header, [output], clock, default)[0].Fault is { } inDecoding)
                throw new ImageResizeException(inDecoding);
        });
        Assert.Equal(ImageErrorId.IoError, Assert.IsType<ImageResizeException>(fault).ErrorId);
    }

    [Fact]
    public void The_message_of_a_damaged_image_is_its_own_though_others_fail_beside_it()
    {
        // libvips has one error buffer for all threads; every kind of damage has words of its own.
        string png = Cut(TestImage.Write(_folder["a.png"]));
        string tiff = Cut(TestImage.Write(_folder["a.tif"]));
        string gif = Cut(TestImage.Write(_folder["a.gif"]));
        var foreign = new Dictionary<string, string[]>
        {
            [png] = ["tiff", "gif"],
            [tiff] = ["png", "gif"],
            [gif] = ["png", "tiff"],
        };
        var messages = new System.Collections.Concurrent.ConcurrentBag<(string Path, string Message)>();
        Parallel.ForEach(Enumerable.Repeat(foreign.Keys, 40).SelectMany(paths => paths), new ParallelOptions { MaxDegreeOfParallelism = 6 }, path =>
        {
            ImageOutcome outcome = Process(path, 50);
            Assert.Equal(ImageErrorId.Damaged, outcome.ErrorId);
            messages.Add((path, outcome.Message!));
        });
        Assert.All(messages, one => Assert.All(foreign[one.Path], word => Assert.DoesNotContain(word, one.Message, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void A_canceled_run_says_so_and_writes_nothing()
    {
        TestImage.Write(_folder["a.png"]);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Equal(ImageErrorId.Canceled, Process(_folder["a.png"], 50, stop.Token).ErrorId);
        Assert.Equal(["a.png"], _folder.Files());
    }

    [Fact]
    public void An_original_that_another_program_writes_meanwhile_is_not_replaced()
    {
        TestImage.Write(_folder["a.png"]);
        byte[] edited = [.. File.ReadAllBytes(_folder["a.png"]), 1, 2, 3];
        var files = new FailingFiles
        {
            Fail = operation =>
            {
                if (operation == "read")
                    File.WriteAllBytes(_folder["a.png"], edited);
                return null;
            },
        };
        var outcomes = new List<ImageOutcome>();
        using var limits = new WorkLimits(1);
        using var processor = new ImageProcessor(new ConvertOptions(), new ImageScaler(), files);
        var item = new WorkItem(_folder["a.png"], [new PlannedOutput(_folder["a.png"], TargetSize.Box(50, 50), true) { InPlace = true }]);
        processor.Process(new ImageJob(item, limits, outcomes.Add, default));
        Assert.Equal(ImageErrorId.IoError, Assert.Single(outcomes).ErrorId);
        Assert.Equal(edited, File.ReadAllBytes(_folder["a.png"]));
        Assert.Equal(["a.png"], _folder.Files());
    }

    [Fact]
    public void An_orientation_in_a_png_is_applied_too()
    {
        using (NetVips.Image corners = TestImage.Corners(300, 200))
        using (NetVips.Image turned = corners.Rot270())
        using (NetVips.Image tagged = turned.Mutate(m => m.Set(NetVips.GValue.GIntType, "orientation", 6)))
            tagged.Pngsave(_folder["a.png"]);
        ImageOutcome outcome = Process(_folder["a.png"], 150);
        Assert.Equal(new PixelSize(150, 100), outcome.OutputSize);
        using Picture picture = Picture.Open(outcome.OutputPath!);
        Assert.True(picture.IsUpright());
    }

    [Fact]
    public void A_camera_photo_with_bytes_before_a_marker_is_no_damage()
    {
        TestImage.Write(_folder["a.jpg"]);
        byte[] bytes = File.ReadAllBytes(_folder["a.jpg"]);

        // Padding after the last scan's data, before EOI, as some cameras leave it.
        File.WriteAllBytes(_folder["a.jpg"], [.. bytes[..^2], 0, 0, 0, 0, .. bytes[^2..], 1, 2, 3]);
        ImageOutcome outcome = Process(_folder["a.jpg"], 100);
        Assert.Equal(ResizeStatus.Resized, outcome.Status);
    }

    public void Dispose() => _folder.Dispose();

    private static string Cut(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        return path;
    }

    private ImageOutcome Process(string path, int side, CancellationToken cancellation = default)
    {
        var outcomes = new List<ImageOutcome>();
        string output = Path.Combine(_folder.Path, "out", Guid.NewGuid().ToString("N") + Path.GetExtension(path));
        using var limits = new WorkLimits(1);
        using var processor = new ImageProcessor(new ConvertOptions(), new ImageScaler(), LocalFileLayer.Instance);
        processor.Process(new ImageJob(new WorkItem(path, [new PlannedOutput(output, TargetSize.Box(side, side), true)]), limits, outcomes.Add, cancellation));
        return Assert.Single(outcomes);
    }
}
