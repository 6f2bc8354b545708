using System.Text.Json;
using ImageResize.Imaging;
using ImageResize.Metadata;
using ImageResize.Pixels;

namespace ImageResize.Core.Tests;

/// <summary>A request can be handed to another process.</summary>
public sealed class ScaleRequestJsonTests
{
    private static readonly JsonSerializerOptions Plain = new() { IgnoreReadOnlyProperties = true };

    [Fact]
    public void What_is_asked_of_pixels_comes_through_json_as_it_is()
    {
        var edits = new PictureEdits
        {
            TrimTolerance = 5,
            Rotation = 12.5,
            Flip = FlipDirection.Vertical,
            Background = PictureColor.Parse("#12345678"),
            LinearLight = true,
            Grayscale = true,
            Sharpen = 3,
            Blur = 1.5,
            Border = 4,
            BorderColor = PictureColor.Parse("navy"),
            Density = 300,
            Watermark = new Watermark([1, 2, 3], IsGray: true) { Position = PicturePosition.Parse("0.3,0.6"), Margin = 3, Opacity = 0.4, Scale = 0.7, Tile = true },
        };
        var request = new ScaleRequest(new PixelSize(30, 20), ImageFormat.Png, 85, MetadataPolicy.All, AllFrames: true)
        {
            Edits = edits,
            Crop = new SourceRegion(0.5, 1.25, 10, 20),
            TurnedCrop = new SourceRegion(1, 2, 3, 4),
            Placed = new PixelRegion(1, 2, 3, 4),
            Open = new PictureGeometry(TargetSize.Parse("800 shortest"), ResizeMode.Fill, PicturePosition.Attention, AllowEnlarge: true),
        };
        ScaleRequest back = JsonSerializer.Deserialize<ScaleRequest>(JsonSerializer.Serialize(request, Plain), Plain)!;
        Assert.Equal([1, 2, 3], back.Edits.Watermark!.Picture);
        byte[] picture = edits.Watermark.Picture;
        Assert.Equal(request, back with { Edits = back.Edits with { Watermark = back.Edits.Watermark with { Picture = picture } } });
    }
}
