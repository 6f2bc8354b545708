using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Tests;

/// <summary>The files in ../shared/cases, where that folder is there; each kind is also tested with files made here.</summary>
public sealed class SharedCasesTests
{
    private static readonly string? Folder = FindFolder();

    public static TheoryData<string, string> Cases => new()
    {
        { "01-linear-profile-named-sRGB.png", "srgb=False" },
        { "02-p3-to-gif.png", "srgb=False wide=True" },
        { "03-gray-profile-to-webp.png", "srgb=False" },
        { "04-nclx-bt2020-pq.avif", "hdr=True wide=True bits=10" },
        { "04c-cicp-pq.png", "hdr=True wide=True" },
        { "06-tiff-exif-iptc.tif", "exif=True iptc=True" },
        { "07-xmp-orientation.jpg", "orientation=6" },
        { "07b-xmp-orientation.png", "orientation=6" },
        { "08-apng.png", "frames=5" },
        { "09-mpo-two-pictures.jpg", "others=1" },
        { "10-motion-photo.jpg", "video=32024" },
        { "11-multipage-inplace.tif", "pages=3" },
        { "12-animated-webp-exif-orientation-6.webp", "frames=2 orientation=6" },
        { "13b-tiff-alpha-plus-mask.tif", "alpha=True extra=1" },
        { "14-float-gray-0-1.tif", "bits=32" },
        { "15-cielab8.tif", "unusual=True" },
        { "15b-jpeg-12bit.jpg", "unusual=True bits=12" },
        { "15d-avis.avif", "frames=3" },
        { "18-png-text-latin1-itxt.png", "texts=6" },
        { "19-png-raw-profile-exif-orientation6.png", "orientation=6 exif=True iptc=True" },
        { "20-xmp-98k.webp", "xmp=98402" },
        { "24-two-exif-segments.jpg", "exifs=2" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_has_the_parts_it_was_made_with(string file, string expected)
    {
        if (Folder is null)
            return;
        using FileStream stream = File.OpenRead(Path.Combine(Folder, file));
        ImageParts parts = PartsReader.Read(new StreamSource(stream))!;
        var facts = new Dictionary<string, object>
        {
            ["srgb"] = parts.Color.IsSrgb,
            ["wide"] = parts.Color.IsWideGamut,
            ["hdr"] = parts.Color.IsHdr,
            ["bits"] = parts.BitsPerSample,
            ["exif"] = parts.Metadata.Exif is not null,
            ["exifs"] = 1 + parts.Metadata.FurtherExif.Length,
            ["iptc"] = parts.Metadata.Iptc is not null || parts.Metadata.ImageResources is not null,
            ["orientation"] = parts.Orientation,
            ["frames"] = parts.Frames,
            ["pages"] = parts.Pages,
            ["others"] = parts.OtherPictures.Length,
            ["video"] = parts.Trailing.Where(t => t.Kind == TrailingKind.Video).Sum(t => t.Length),
            ["alpha"] = parts.HasAlpha,
            ["extra"] = parts.ExtraChannels,
            ["unusual"] = parts.UnusualCoding is not null,
            ["texts"] = parts.Metadata.Texts.Length,
            ["xmp"] = parts.Metadata.Xmp?.Length ?? 0,
        };
        Assert.Equal(expected, string.Join(' ', expected.Split(' ').Select(fact => fact.Split('=')[0]).Select(name => $"{name}={facts[name]}")));
        Assert.Null(parts.Problem);
    }

    private static string? FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string cases = Path.Combine(folder.FullName, "..", "shared", "cases");
            if (Directory.Exists(cases))
                return cases;
        }

        return null;
    }
}
