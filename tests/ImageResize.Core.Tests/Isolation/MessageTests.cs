using System.Reflection;
using System.Text;
using System.Text.Json;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines.Isolated;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;
using ImageResize.Pixels;
using ImageResize.Processes;

namespace ImageResize.Core.Tests.Isolation;

/// <summary>What goes between parent and child is all of it, and of what a child says only what can be so is taken.</summary>
public sealed class MessageTests
{
    private static readonly ScaleRequest Plain = new(new PixelSize(800, 600), ImageFormat.WebP, 85, MetadataPolicy.All, AllFrames: false);

    /// <summary>The properties of a request that say something of their own, those to come included.</summary>
    public static TheoryData<string> Properties { get; } = [.. typeof(ScaleRequest).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_property_of_a_request_reaches_the_child(string name)
    {
        PropertyInfo property = typeof(ScaleRequest).GetProperty(name)!;
        ScaleRequest request = Plain with { };
        property.SetValue(request, Other(property.PropertyType, property.GetValue(Plain)));
        var message = new WorkRequest(ImageFormat.Tiff, ".tif", true, 3, [request, Plain]);
        WorkRequest read = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Default.WorkRequest), MessageJson.Default.WorkRequest)!;
        Assert.NotEqual(Plain, read.Outputs[0]);
        Assert.Equal([request, Plain], read.Outputs);
        Assert.Equal((message.Format, message.Extension, message.IsNew, message.Page), (read.Format, read.Extension, read.IsNew, read.Page));
    }

    [Fact]
    public void Every_property_of_a_result_comes_back()
    {
        using var buffer = new OutputBuffer();
        buffer.Write([1, 2, 3]);
        var result = new ScaleResult(new ScaleOutput(Plain, buffer), "engine")
        {
            Warnings = ["a warning"],
            Remarks = ["a remark"],
            Losses = [new Loss("Frames", "some") { IsContent = true, IsTold = false }],
            Quality = 70,
            Fault = new Fault(ImageErrorId.TooLarge, "too long") { IsTransient = true },
        };
        WorkReply reply = RoundTrip(new WorkReply(null, [ResultMessage.Of(result)], null, 0.5, false));
        ScaleResult read = Assert.Single(ReplyCheck.ResultsOf(reply, [result.Output], longest: 3));
        foreach (PropertyInfo property in typeof(ScaleResult).GetProperties().Where(property => property.Name != nameof(ScaleResult.Engine)))
        {
            object? value = property.GetValue(result);
            Assert.False(value is null || value.Equals(property.GetValue(new ScaleResult(result.Output, string.Empty))) && property.Name != nameof(ScaleResult.Output), $"{property.Name} has no value here that would tell.");
            Assert.Equal(value, property.GetValue(read));
        }
    }

    [Fact]
    public void The_size_that_only_the_pixels_told_comes_back_and_no_other()
    {
        using var buffer = new OutputBuffer();
        buffer.Write([1, 2, 3]);
        ScaleRequest open = Plain with { Open = new PictureGeometry(null, ResizeMode.Fit, default, AllowEnlarge: false) };
        ScaleResult[] Read(int width) => ReplyCheck.ResultsOf(
            RoundTrip(new WorkReply(null, [ResultMessage.Of(new ScaleResult(new ScaleOutput(open with { Size = new PixelSize(width, 20), Open = null }, buffer), "engine"))], null, 0.5, false)),
            [new ScaleOutput(open, buffer)],
            longest: 3);
        Assert.Equal(new PixelSize(30, 20), Assert.Single(Read(30)).Output.Request.Size);
        Assert.Throws<InvalidDataException>(() => Read(0));
        Assert.Throws<InvalidDataException>(() => Read(1_000_000));
    }

    [Fact]
    public void Facts_of_a_header_come_back()
    {
        var facts = new DecoderFacts(640, 480) { Orientation = 6, Pages = 3, HasAlpha = true, BitDepth = 16, Channels = 4, ColorModel = ColorModel.Cmyk, IsInterlaced = true, DotsPerInch = 72.5, Metadata = ["Exif"] };
        DecoderFacts read = ReplyCheck.FactsOf(RoundTrip(new WorkReply(facts, null, null, 0, false)));
        Assert.Equal(facts with { Metadata = [] }, read with { Metadata = [] });
        Assert.Equal(facts.Metadata, read.Metadata);
    }

    [Theory]
    [InlineData("""{"Facts":{"Width":0,"PageHeight":1,"BitDepth":8,"Channels":3},"Results":null,"Fault":null,"Encoding":0,"LacksMemory":false}""")]
    [InlineData("""{"Facts":{"Width":1,"PageHeight":2147483647,"BitDepth":8,"Channels":3},"Results":null,"Fault":null,"Encoding":0,"LacksMemory":false}""")]
    [InlineData("""{"Facts":{"Width":1,"PageHeight":1,"BitDepth":9,"Channels":3},"Results":null,"Fault":null,"Encoding":0,"LacksMemory":false}""")]
    [InlineData("""{"Facts":{"Width":1,"PageHeight":1,"BitDepth":8,"Channels":3,"ColorModel":77},"Results":null,"Fault":null,"Encoding":0,"LacksMemory":false}""")]
    [InlineData("""{"Facts":{"Width":1,"PageHeight":1,"BitDepth":8,"Channels":3,"Metadata":[null]},"Results":null,"Fault":null,"Encoding":0,"LacksMemory":false}""")]
    [InlineData("""{"Facts":null,"Results":null,"Fault":null,"Encoding":0,"LacksMemory":false}""")]
    public void A_header_that_cannot_be_is_not_taken(string reply) =>
        Assert.Throws<InvalidDataException>(() => ReplyCheck.FactsOf(Read(reply)));

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""[null]""")]
    [InlineData("""[{"Length":-1,"Warnings":[],"Remarks":[],"Losses":[],"Quality":null,"Fault":null}]""")]
    [InlineData("""[{"Length":0,"Warnings":[],"Remarks":[],"Losses":[],"Quality":null,"Fault":null}]""")]
    [InlineData("""[{"Length":1001,"Warnings":[],"Remarks":[],"Losses":[],"Quality":null,"Fault":null}]""")]
    [InlineData("""[{"Length":1,"Warnings":[""],"Remarks":[],"Losses":[],"Quality":null,"Fault":null}]""")]
    [InlineData("""[{"Length":1,"Warnings":[null],"Remarks":[],"Losses":[],"Quality":null,"Fault":null}]""")]
    [InlineData("""[{"Length":1,"Warnings":[],"Remarks":[],"Losses":[null],"Quality":null,"Fault":null}]""")]
    [InlineData("""[{"Length":1,"Warnings":[],"Remarks":[],"Losses":[{"Kind":"a b","Text":"c"}],"Quality":null,"Fault":null}]""")]
    [InlineData("""[{"Length":1,"Warnings":[],"Remarks":[],"Losses":[],"Quality":101,"Fault":null}]""")]
    [InlineData("""[{"Length":1,"Warnings":[],"Remarks":[],"Losses":[],"Quality":null,"Fault":null,"Size":{"Width":7,"Height":7}}]""")]
    [InlineData("""[{"Length":1,"Warnings":[],"Remarks":[],"Losses":[],"Quality":null,"Fault":{"ErrorId":9999,"Message":"x","IsTransient":false}}]""")]
    public void Results_that_cannot_be_are_not_taken(string results)
    {
        using var buffer = new OutputBuffer();
        WorkReply reply = Read($$"""{"Facts":null,"Results":{{results}},"Fault":null,"Encoding":0,"LacksMemory":false}""");
        Assert.Throws<InvalidDataException>(() => ReplyCheck.ResultsOf(reply, [new ScaleOutput(Plain, buffer)], longest: 1000));
    }

    [Theory]
    [InlineData("""{"Facts":null}""")]
    [InlineData("""{"Facts":null,"Results":[{"Length":1}],"Fault":null,"Encoding":0,"LacksMemory":false}""")]
    [InlineData("""{"Facts":null,"Results":null,"Fault":{"ErrorId":1,"Message":null,"IsTransient":false},"Encoding":0,"LacksMemory":false}""")]
    [InlineData("""{"Facts":null,"Results":null,"Fault":null,"Encoding":0,"LacksMemory":false,"More":1}""")]
    [InlineData("no JSON")]
    public void What_is_no_reply_is_not_read(string reply) => Assert.Throws<JsonException>(() => Read(reply));

    [Theory]
    [InlineData(-1, (byte)FrameKind.Reply)]
    [InlineData(Frames.LongestMessage + 1L, (byte)FrameKind.Reply)]
    [InlineData(long.MaxValue, (byte)FrameKind.Reply)]
    [InlineData(1, (byte)FrameKind.Data)]
    [InlineData(1, 0)]
    public void A_frame_of_another_kind_or_length_is_not_read(long length, byte kind)
    {
        using var pipe = new MemoryStream([.. BitConverter.GetBytes(length), kind, 0, 0]);
        Assert.Throws<InvalidDataException>(() => Frames.ReadMessage(pipe, FrameKind.Reply));
    }

    [Fact]
    public void A_frame_that_is_cut_off_is_the_end()
    {
        using var pipe = new MemoryStream();
        Frames.Write(pipe, FrameKind.Reply, "a message"u8);
        for (int length = 0; length < pipe.Length; length++)
        {
            using var cut = new MemoryStream(pipe.ToArray()[..length]);
            Assert.Throws<EndOfStreamException>(() => Frames.ReadMessage(cut, FrameKind.Reply));
        }
    }

    private static WorkReply RoundTrip(WorkReply reply) => Read(Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(reply, MessageJson.Default.WorkReply)));

    private static WorkReply Read(string reply) => JsonSerializer.Deserialize(reply, MessageJson.Default.WorkReply)!;

    /// <summary>Another value of a type than a given one.</summary>
    private static object Other(Type type, object? value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().First(other => !other.Equals(value));
        if (type == typeof(bool))
            return !(bool)value!;
        if (type == typeof(int))
            return value is 7 ? 8 : 7;
        if (type == typeof(long))
            return value is 7L ? 8L : 7L;
        if (type == typeof(double))
            return value is 0.25 ? 0.5 : 0.25;
        if (type == typeof(string))
            return "Grüße";
        if (type == typeof(PixelSize))
            return new PixelSize(3, 4);
        if (type == typeof(PixelRegion))
            return new PixelRegion(1, 2, 3, 4);
        if (type == typeof(SourceRegion))
            return new SourceRegion(0.5, 2, 3, 4.25);
        if (type == typeof(PictureEdits))
            return new PictureEdits { Rotation = 12.5, TrimTolerance = 3, Flip = FlipDirection.Both, Background = PictureColor.Parse("navy"), Border = 3, BorderColor = PictureColor.Parse("#11223344"), Blur = 1.5, Density = 300 };
        if (type == typeof(PictureGeometry))
            return new PictureGeometry(TargetSize.Parse("800 shortest"), ResizeMode.Fill, PicturePosition.Attention, AllowEnlarge: true);
        throw new NotSupportedException($"Give this test a value of {type}, which a request has now.");
    }
}
