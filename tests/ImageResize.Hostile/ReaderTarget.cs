using ImageResize.Bitmaps;
using ImageResize.Bitmaps.Bmp;
using ImageResize.Bitmaps.Ico;
using ImageResize.Bitmaps.Pnm;
using ImageResize.Bitmaps.Tga;
using ImageResize.Imaging;
using ImageResize.Metadata.Sources;
using ImageResize.MoreFormats.Containers;
using ImageResize.Raw;

namespace ImageResize.Hostile;

/// <summary>One parser that damaged files go into.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Corpus">Sound files, which the inputs are damaged forms of.</param>
/// <param name="Read">Reads a file and tells in a word what came of it, with an exclamation mark what should not; a truth value that is drawn chooses between two ways.</param>
/// <param name="MaxManagedBytes">Managed memory that one reading may take in sum.</param>
internal sealed record ReaderTarget(string Name, (string Name, byte[] Bytes)[] Corpus, Func<byte[], bool, string> Read, long MaxManagedBytes)
{
    /// <summary>As <c>-MaxPixels</c> would refuse them; small, so that a claim of many pixels does not take all the time.</summary>
    private const long MaxPixels = 4_000_000;

    private const long MaxBitmapBytes = 8 << 20;

    /// <summary>Items of HEIC may name the same bytes of the file again and again, up to what metadata may have, and are then copied together.</summary>
    private const long MaxItemBytes = 4 * MetadataLimit.DefaultBytes;

    private static readonly (string Name, string[] Extensions)[] Kinds =
    [
        ("bmp", [".bmp"]), ("tga", [".tga"]), ("pnm", [".pnm", ".ppm", ".pgm", ".pbm", ".pam"]), ("ico", [".ico", ".cur"]),
        ("raw", [".cr2", ".cr3", ".nef", ".arw", ".dng", ".orf", ".pef", ".rw2", ".raf"]),
        ("heic", [".heic", ".heif", ".hif"]), ("jxl", [".jxl"]), ("jp2", [".jp2", ".j2k"]), ("psd", [".psd", ".psb"]),
    ];

    /// <summary>The readers of bitmaps, of camera raw, and of what the second module reads.</summary>
    /// <param name="corpus">Files of all formats.</param>
    public static IEnumerable<ReaderTarget> OfPictures((string Name, byte[] Bytes)[] corpus) => Kinds.Select(kind => new ReaderTarget(
        kind.Name,
        [.. corpus.Where(one => kind.Extensions.Contains(Path.GetExtension(one.Name)))],
        kind.Name switch
        {
            "raw" => static (file, _) => ReadRaw(file),
            "heic" => static (file, _) => ReadFacts(file, ImageFormat.Heic),
            "jxl" => static (file, _) => ReadFacts(file, ImageFormat.Jxl),
            "jp2" => static (file, _) => ReadFacts(file, ImageFormat.Jp2),
            "psd" => static (file, _) => ReadFacts(file, ImageFormat.Psd),
            _ => (file, salvages) => ReadBitmap(kind.Name, file, salvages),
        },
        kind.Name == "heic" ? MaxItemBytes : MaxBitmapBytes));

    /// <summary>What the second module reads itself before a decoder sees a file.</summary>
    private static string ReadFacts(byte[] file, ImageFormat format)
    {
        try
        {
            PictureFacts facts = FactsReader.Read(new MemorySource(file), format);
            bool isSound = facts is { Size: { Width: > 0, Height: > 0 }, DecodedSize: { Width: > 0, Height: > 0 }, Orientation: >= 1 and <= 8, Parts.Channels: >= 1 };
            return !isSound ? "!facts" : facts.Damage is null ? "read" : "cut";
        }
        catch (ImageResizeException e)
        {
            return e.ErrorId switch
            {
                ImageErrorId.Damaged => "damaged",
                ImageErrorId.UnsupportedFormat => "unsupported",
                ImageErrorId.TooLarge => "too large",
                _ => "!" + e.ErrorId,
            };
        }
    }

    private static string ReadBitmap(string kind, byte[] file, bool salvages)
    {
        try
        {
            return Decode(kind, file, salvages);
        }
        catch (BitmapException e)
        {
            return e.IsDamage ? "damaged" : "unsupported";
        }
    }

    private static string Decode(string kind, byte[] file, bool salvages)
    {
        ReadOnlySpan<byte> head = file.AsSpan(0, Math.Min(file.Length, 64 << 10));
        BitmapHeader header = kind switch
        {
            "bmp" => BmpHeaderReader.Read(head, file.Length),
            "tga" => TgaHeader.Read(head, file.Length),
            "pnm" => PnmHeaderReader.Read(head),
            _ => IcoHeaderReader.Read(new MemoryStream(file)),
        };
        if (header.PixelCount > MaxPixels)
            return "too large";
        if (header is IcoHeader { IsPng: true })
            return "read";
        using BitmapImage image = header switch
        {
            BmpHeader bmp => BmpReader.Decode(bmp, file, salvages, default),
            TgaHeader tga => TgaReader.Decode(tga, file, salvages, default),
            PnmHeader pnm => PnmReader.Decode(pnm, file, salvages, default),
            _ => IcoReader.Decode((IcoHeader)header, file, salvages, default),
        };
        return (image.Width, image.Height) != (header.Width, header.Height) || image.Row(image.Height - 1).Length != image.Stride ? "!size" : image.Damage is null ? "read" : "salvaged";
    }

    private static string ReadRaw(byte[] file)
    {
        if (RawReader.Read(new MemorySource(file)) is not { } raw)
            return "no raw";
        if (raw.Preview is not { } preview)
            return raw.IsCut ? "cut" : "no preview";
        bool isInside = preview.Offset > 0 && preview.Length > 0 && preview.Offset + preview.Length <= file.Length;
        bool arePartsInside = RawReader.AsJpeg(raw).Parts.All(part => part.Length >= 0 && part.Offset >= preview.Offset && part.Offset + part.Length <= preview.Offset + preview.Length);
        return isInside && arePartsInside ? raw.IsCut ? "cut" : "read" : "!outside";
    }
}
