using System.Buffers;
using System.Buffers.Binary;
using ImageResize.Bitmaps.Gif;
using NetVips;

namespace ImageResize.Bitmaps.Tests;

public sealed class GifEncoderTests
{
    private const uint Opaque = 0xFF00_0000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(255)]
    [InlineData(256)]
    public void A_picture_of_as_many_colours_as_a_palette_has_comes_back_to_the_level(int colors)
    {
        var random = new Random(colors);
        uint[] palette = [.. Enumerable.Range(0, colors).Select(i => Opaque | (uint)i * 65_793 ^ (uint)i << 9 & 0xFF00)];
        uint[] pixels = [.. Enumerable.Range(0, 257 * 131).Select(_ => palette[random.Next(colors)])];

        Assert.Equal(pixels, Assert.Single(Decode(Encode(new Frames(257, 131, [pixels])))));
    }

    [Fact]
    public void A_still_picture_has_no_times_and_is_not_played()
    {
        byte[] file = Encode(new Frames(3, 2, [[1, 2, 3, 4, 5, 6]]) { Delay = 7 }, plays: 4);

        Assert.Equal(-1, file.AsSpan().IndexOf("NETSCAPE2.0"u8));
        using Image image = Image.GifloadBuffer(file);
        Assert.Equal(0, ((int[])image.Get("delay"))[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Each_frame_comes_back_as_it_was_whatever_changes_appears_or_vanishes(int seed)
    {
        var random = new Random(seed);
        for (int file = 0; file < 40; file++)
        {
            (int width, int height) = (1 + random.Next(40), 1 + random.Next(30));
            var frames = new List<uint[]>();
            uint[] frame = new uint[width * height];
            for (int i = 0; i < 8; i++)
            {
                frame = [.. frame];
                Paint(frame, width, random, mayErase: seed % 2 == 0);
                if (frames.Count == 0 || !frames[^1].AsSpan().SequenceEqual(frame))
                    frames.Add(frame);
            }

            uint[][] decoded = Decode(Encode(new Frames(width, height, [.. frames])));
            Assert.Equal(frames.Count, decoded.Length);
            for (int i = 0; i < decoded.Length; i++)
                Assert.True(frames[i].AsSpan().SequenceEqual(decoded[i]), $"file {file}, frame {i} of {frames.Count}, {width}x{height}");
        }
    }

    [Fact]
    public void Frames_that_show_the_same_become_one_for_as_long_as_both()
    {
        uint[] first = Plain(8, Opaque | 10), second = Plain(8, Opaque | 200);

        using Image image = Image.GifloadBuffer(Encode(new Frames(4, 2, [first, first, second, second, second]) { Delay = 5 }, plays: 3), n: -1);

        Assert.Equal([100, 150], (int[])image.Get("delay"));
        Assert.Equal(3, image.Get("loop"));
    }

    [Fact]
    public void Times_beyond_what_a_frame_can_say_are_said_by_several()
    {
        using Image image = Image.GifloadBuffer(Encode(new Frames(4, 2, [Plain(8, Opaque), Plain(8, Opaque), Plain(8, Opaque)]) { Delay = 40_000 }), n: -1);

        Assert.Equal([400_000, 400_000, 400_000], (int[])image.Get("delay"));
    }

    [Fact]
    public void What_has_not_changed_is_not_drawn_again()
    {
        uint[] first = Noise(300, 200, 1, 250);
        uint[] second = [.. first];
        second.AsSpan(100 * 300 + 40, 50).Fill(Opaque | 0xFF);

        int still = Encode(new Frames(300, 200, [first])).Length;
        byte[] both = Encode(new Frames(300, 200, [first, second]));

        Assert.InRange(both.Length, still, still + 1_000);
        Assert.Equal(second, Decode(both)[1]);
    }

    [Fact]
    public void A_photo_is_mixed_of_dots_that_look_like_it_from_afar()
    {
        uint[] pixels = Gradient(320, 240);
        uint[] mixed = Assert.Single(Decode(Encode(new Frames(320, 240, [pixels])))), plain = Assert.Single(Decode(Encode(new Frames(320, 240, [pixels]), dither: 0)));

        Assert.InRange(Error(pixels, mixed, 320, block: 1), 0, 60);
        Assert.InRange(Error(pixels, mixed, 320, block: 8), 0, 2);
        Assert.True(Error(pixels, plain, 320, block: 1) < Error(pixels, mixed, 320, block: 1));
        Assert.True(Error(pixels, plain, 320, block: 8) > 2 * Error(pixels, mixed, 320, block: 8));
        Assert.InRange(mixed.Distinct().Count(), 200, 256);
    }

    [Fact]
    public void The_colour_of_an_area_stays_to_the_level_among_thousands()
    {
        uint[] pixels = Gradient(320, 240);
        for (int y = 60; y < 120; y++)
            pixels.AsSpan(y * 320 + 50, 100).Fill(Opaque | 0x31_77_FD);

        uint[] decoded = Assert.Single(Decode(Encode(new Frames(320, 240, [pixels]))));

        Assert.All(Enumerable.Range(62, 56), y => Assert.Equal(-1, decoded.AsSpan(y * 320 + 54, 92).IndexOfAnyExcept(Opaque | 0x31_77_FD)));
    }

    [Fact]
    public void The_nearest_colour_is_that_which_comparing_with_all_finds()
    {
        var random = new Random(5);
        foreach (int count in (int[])[1, 2, 40, 256])
        {
            uint[] palette = [.. Enumerable.Range(0, count).Select(_ => (uint)random.Next(1 << 24))];
            var nearest = new NearestColors();
            nearest.Begin(palette);
            for (int i = 0; i < 20_000; i++)
            {
                (int red, int green, int blue) = (random.Next(256), random.Next(256), random.Next(256));
                int Distance(uint color) => ColorWeights.Red * Square((int)(color & 255) - red) + ColorWeights.Green * Square((int)(color >> 8 & 255) - green) + ColorWeights.Blue * Square((int)(color >> 16) - blue);
                Assert.Equal(palette.Min(Distance), Distance(palette[nearest.Find(red, green, blue)]));
            }
        }
    }

    [Fact]
    public void It_ends_between_two_frames_when_it_is_asked_to()
    {
        using var stop = new CancellationTokenSource();
        var frames = new Frames(4, 2, [Plain(8, 1), Plain(8, Opaque), Plain(8, Opaque | 5), Plain(8, Opaque | 7)])
        {
            WhenRead = frame =>
            {
                Assert.InRange(frame, 0, 2);
                if (frame == 2)
                    stop.Cancel();
            },
        };

        Assert.Throws<OperationCanceledException>(() => GifEncoder.Write(frames, 0, 1, new ArrayBufferWriter<byte>(), stop.Token));
    }

    private static int Square(int value) => value * value;

    private static uint[] Plain(int count, uint color) => [.. Enumerable.Repeat(color, count)];

    private static uint[] Noise(int width, int height, int seed, int colors)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, width * height).Select(_ => Opaque | (uint)random.Next(colors) * 997)];
    }

    private static uint[] Gradient(int width, int height) =>
        [.. Enumerable.Range(0, width * height).Select(i => Opaque | (uint)(i % width * 255 / width) | (uint)(i / width * 255 / height) << 8 | (uint)((i % width + i / width) * 255 / (width + height)) << 16)];

    private static void Paint(uint[] frame, int width, Random random, bool mayErase)
    {
        for (int count = random.Next(4); count > 0; count--)
        {
            int height = frame.Length / width, left = random.Next(width), top = random.Next(height), across = 1 + random.Next(width - left), down = 1 + random.Next(height - top);
            uint color = mayErase && random.Next(3) == 0 ? 0 : Opaque | (uint)random.Next(20) * 12_345;
            for (int y = top; y < top + down; y++)
                for (int x = left; x < left + across; x++)
                    frame[y * width + x] = random.Next(8) == 0 ? frame[y * width + x] : color;
        }
    }

    /// <summary>The mean square error of green, of pixels or of blocks of them.</summary>
    private static double Error(uint[] expected, uint[] actual, int width, int block)
    {
        double sum = 0;
        int height = expected.Length / width;
        for (int y = 0; y < height; y += block)
        {
            for (int x = 0; x < width; x += block)
            {
                int difference = 0;
                for (int i = 0; i < block * block; i++)
                {
                    int at = (y + i / block) * width + x + i % block;
                    difference += (int)(expected[at] >> 8 & 255) - (int)(actual[at] >> 8 & 255);
                }

                sum += Math.Pow(difference / (double)(block * block), 2);
            }
        }

        return sum * block * block / expected.Length;
    }

    private static byte[] Encode(Frames frames, int plays = 0, double dither = 1)
    {
        var target = new ArrayBufferWriter<byte>();
        GifEncoder.Write(frames, plays, dither, target, CancellationToken.None);
        return target.WrittenSpan.ToArray();
    }

    /// <summary>What libvips sees of each frame.</summary>
    private static uint[][] Decode(byte[] file)
    {
        using Image roll = Image.GifloadBuffer(file, n: -1, failOn: Enums.FailOn.Warning), colors = roll.Bands < 3 ? roll.Colourspace(Enums.Interpretation.Srgb) : roll.Copy();
        byte[] samples = colors.WriteToMemory<byte>();
        int pixels = roll.Width * roll.PageHeight, bands = colors.Bands;
        uint Pixel(int at) => bands == 4
            ? BinaryPrimitives.ReadUInt32LittleEndian(samples.AsSpan(4 * at))
            : samples[3 * at] | (uint)samples[3 * at + 1] << 8 | (uint)samples[3 * at + 2] << 16 | Opaque;
        return [.. Enumerable.Range(0, samples.Length / bands / pixels).Select(frame => Enumerable.Range(frame * pixels, pixels).Select(at => Pixel(at) is var pixel && pixel >> 24 == 0 ? 0 : pixel).ToArray())];
    }

    private sealed class Frames(int width, int height, uint[][] frames) : IGifFrames
    {
        public int Delay { get; init; } = 8;

        public Action<int>? WhenRead { get; init; }

        public int Width => width;

        public int Height => height;

        public int Count => frames.Length;

        public int DelayOf(int frame) => Delay;

        public void Read(int frame, Span<uint> target)
        {
            WhenRead?.Invoke(frame);
            frames[frame].CopyTo(target);
        }
    }
}
