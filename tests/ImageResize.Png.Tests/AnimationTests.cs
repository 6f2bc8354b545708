using System.Buffers;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Png.Animation;
using ImageResize.Png.Encoding;
using ImageResize.Png.Scaling;

namespace ImageResize.Png.Tests;

/// <summary>Animated PNG: what each frame shows, how long, and that nothing of a broken animation is lost without a word.</summary>
public class AnimationTests
{
    public static TheoryData<PngColor, int, bool> Kinds => new()
    {
        { PngColor.RgbAlpha, 8, false },
        { PngColor.RgbAlpha, 16, false },
        { PngColor.RgbAlpha, 8, true },
        { PngColor.Rgb, 8, false },
        { PngColor.Gray, 8, false },
        { PngColor.Gray, 2, false },
        { PngColor.Gray, 16, false },
        { PngColor.GrayAlpha, 8, false },
        { PngColor.Palette, 4, false },
        { PngColor.Palette, 8, true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_frame_shows_what_the_specification_says(PngColor color, int depth, bool isInterlaced)
    {
        foreach (bool startsWithImage in new[] { true, false })
        {
            var sample = new SampleAnimation(31, 23, color, depth) { Frames = SampleAnimation.Varied(31, 23), IsInterlaced = isInterlaced, ChunkBytes = 50, StartsWithImage = startsWithImage };
            List<int[]> shown = Show(sample.Write());
            int[][] expected = [.. ReferenceCanvas.Compose(sample)];
            Assert.Equal(expected.Length, shown.Count);
            for (int i = 0; i < expected.Length; i++)
                Assert.InRange(expected[i].Zip(shown[i], (a, b) => Math.Abs(a - b)).Max(), 0, 1);
        }
    }

    [Fact]
    public void Times_and_the_number_of_plays_are_read()
    {
        PngAnimation animation = Read(new SampleAnimation(31, 23, PngColor.Rgb, 8) { Frames = SampleAnimation.Varied(31, 23), Plays = 3 }.Write())!;
        Assert.Equal(3, animation.Plays);
        Assert.Equal([100, 50, 70, 120, 0], animation.Frames.Select(frame => frame.Delay.Milliseconds));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(40, 40)]
    [InlineData(65_535, 65_535)]
    [InlineData(120_000, 120_000)]
    [InlineData(10_000_000, 655_350)]
    public void Milliseconds_become_the_nearest_fraction(int milliseconds, int expected) =>
        Assert.Equal(expected, FrameDelay.FromMilliseconds(milliseconds).Milliseconds);

    [Fact]
    public void A_still_image_has_no_animation()
    {
        Assert.Null(Read(new SamplePng(20, 20, PngColor.Rgb, 8).Write()));
        Assert.Null(Read(new SamplePng(20, 20, PngColor.Rgb, 8) { Chunks = [("acTL", new byte[8])] }.Write()));
        Assert.Null(Read(new SamplePng(20, 20, PngColor.Rgb, 8) { Chunks = [("acTL", [0, 0, 0, 2])] }.Write()));
    }

    [Fact]
    public void What_is_written_shows_the_same_and_stores_only_what_changes()
    {
        var sample = new SampleAnimation(64, 48, PngColor.RgbAlpha, 8) { Frames = SampleAnimation.Varied(64, 48), Plays = 2 };
        byte[] file = sample.Write(), written = Rewrite(file);
        PngAnimation before = Read(file)!, after = Read(written)!;
        Assert.Equal(before.Plays, after.Plays);
        Assert.Equal(before.Frames.Select(frame => frame.Delay), after.Frames.Select(frame => frame.Delay));
        Assert.Equal(Show(file), Show(written));
        Assert.Contains(after.Frames, frame => frame.Width * frame.Height < 64 * 48 / 3);
        // Who shows no animation shows the first frame.
        Assert.Equal(ReferenceCanvas.Compose(sample).First(), Decoded.ByVips(written).Samples);
    }

    [Fact]
    public void A_frame_that_changes_nothing_keeps_its_time()
    {
        SampleFrame still = new(0, 0, 20, 20) { Numerator = 9, Denominator = 10 };
        var sample = new SampleAnimation(20, 20, PngColor.Rgb, 8) { Frames = [still, new(4, 4, 1, 1) { Blend = 1, Numerator = 2 }] };
        byte[] file = sample.Write(), twice = Rewrite(Rewrite(file));
        Assert.Equal([900, 20], Read(twice)!.Frames.Select(frame => frame.Delay.Milliseconds));
    }

    [Fact]
    public void Every_cut_is_damage_until_the_last_frame_is_whole_and_the_frames_before_it_are_kept()
    {
        var sample = new SampleAnimation(31, 23, PngColor.RgbAlpha, 8) { Frames = SampleAnimation.Varied(31, 23) };
        byte[] file = sample.Write();
        int[][] whole = [.. ReferenceCanvas.Compose(sample)];
        PngAnimation animation = Read(file)!;
        for (int length = animation.Frames[1].DataOffset + 12; length < file.Length - 12 - 4 - 8; length += 7)
        {
            byte[] cut = file[..length];
            Assert.Throws<PngDamagedException>(() => Show(cut));
            List<int[]> salvaged = Show(cut, PngDamagePolicy.Salvage);
            Assert.InRange(salvaged.Count, 1, 5);
            Assert.InRange(whole[0].Zip(salvaged[0], (a, b) => Math.Abs(a - b)).Max(), 0, 1);
        }
    }

    [Fact]
    public void Fewer_frames_than_announced_are_damage()
    {
        byte[] file = new SampleAnimation(31, 23, PngColor.Rgb, 8) { Frames = SampleAnimation.Varied(31, 23), Announced = 9 }.Write();
        Assert.Equal(PngDamageKind.Truncated, Assert.Throws<PngDamagedException>(() => Show(file)).Damage.Kinds);
        Assert.Equal(5, Show(file, PngDamagePolicy.Salvage).Count);
    }

    [Theory]
    [InlineData(0, 0, 40, 5)]
    [InlineData(30, 22, 2, 1)]
    [InlineData(-1, 0, 5, 5)]
    [InlineData(0, 0, 0, 5)]
    public void A_frame_beyond_the_canvas_is_damage(int x, int y, int width, int height)
    {
        byte[] file = new SampleAnimation(31, 23, PngColor.Rgb, 8) { Frames = [new(0, 0, 31, 23), new(1, 1, 5, 5)] }.Write();
        int control = FindLast(file, "fcTL");
        foreach ((int offset, int value) in new[] { (8, width), (12, height), (16, x), (20, y) })
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(control + offset), value);
        Testing.PngChunk.RepairChecksums(file);
        Assert.Equal(PngDamageKind.InvalidAnimation, Assert.Throws<PngDamagedException>(() => Show(file)).Damage.Kinds);
    }

    [Theory]
    [InlineData("fcTL")]
    [InlineData("fdAT")]
    public void A_number_out_of_order_is_damage(string chunk)
    {
        byte[] file = new SampleAnimation(31, 23, PngColor.Rgb, 8) { Frames = SampleAnimation.Varied(31, 23) }.Write();
        file[FindLast(file, chunk) + 7]++;
        Testing.PngChunk.RepairChecksums(file);
        Assert.Equal(PngDamageKind.InvalidAnimation, Assert.Throws<PngDamagedException>(() => Show(file)).Damage.Kinds);
    }

    [Fact]
    public void Memory_is_what_was_promised()
    {
        byte[] file = new SampleAnimation(200, 150, PngColor.RgbAlpha, 16) { Frames = SampleAnimation.Varied(200, 150) }.Write();
        PngHeader header = PngHeader.Read(file);
        using var decoder = new AnimationDecoder();
        decoder.Decode(file, header, AnimationReader.Read(file, header)!, PngDamagePolicy.Fail, _ => { }, CancellationToken.None);
        Assert.InRange(decoder.PeakBytes, 1, AnimationDecoder.EstimateMemory(header));
    }

    private static PngAnimation? Read(byte[] file) => AnimationReader.Read(file, PngHeader.Read(file));

    private static List<int[]> Show(byte[] file, PngDamagePolicy policy = PngDamagePolicy.Fail)
    {
        var shown = new List<int[]>();
        Decode(file, policy, image => shown.Add(SamplesOf(image)));
        return shown;
    }

    private static void Decode(byte[] file, PngDamagePolicy policy, Action<PixelImage> show)
    {
        PngHeader header = PngHeader.Read(file);
        using var decoder = new AnimationDecoder();
        decoder.Decode(file, header, AnimationReader.Read(file, header)!, policy, show, CancellationToken.None);
    }

    private static byte[] Rewrite(byte[] file)
    {
        PngHeader header = PngHeader.Read(file);
        PngAnimation animation = AnimationReader.Read(file, header)!;
        var options = new PngScaleOptions { Width = header.Width, Height = header.Height };
        using var arena = new BufferArena(BufferAllocator.Default);
        var encoder = new AnimationEncoder(arena);
        var target = new ArrayBufferWriter<byte>();
        encoder.Begin(new AnimationOptions(options, header.IsGray, animation.Frames.Length, animation.Plays), target);
        int next = 0;
        Decode(file, PngDamagePolicy.Fail, image =>
        {
            FrameDelay delay = animation.Frames[next++].Delay;
            encoder.Add(image, delay.Numerator, delay.Denominator, CancellationToken.None);
        });
        encoder.Complete();
        return target.WrittenSpan.ToArray();
    }

    private static int FindLast(byte[] file, string chunk) => file.AsSpan().LastIndexOf(System.Text.Encoding.ASCII.GetBytes(chunk)) - 4;

    private static unsafe int[] SamplesOf(PixelImage image)
    {
        var samples = new List<int>();
        for (int y = 0; y < image.Height; y++)
        {
            for (int i = 0; i < image.Width * image.Format.Channels; i++)
                samples.Add(image.Format.BytesPerSample == 2 ? ((ushort*)image.Row(y))[i] : image.Row(y)[i]);
        }

        return [.. samples];
    }
}
