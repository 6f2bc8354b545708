using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Exif;

/// <summary>
/// When, where and with what a picture was taken (CIPA DC-008, 4.6.4 to 4.6.6). What is missing, broken or beyond its range is
/// null: half a position is none. Immutable.
/// </summary>
internal sealed record ExifCapture
{
    public static readonly ExifCapture None = new();

    /// <summary>When the picture was taken, or else digitized, by the camera's own clock.</summary>
    public DateTime? TakenAt { get; init; }

    /// <summary>How far that clock was ahead of UTC; null where nothing says so.</summary>
    public TimeSpan? UtcOffset { get; init; }

    public string? Make { get; init; }

    public string? Model { get; init; }

    public string? Lens { get; init; }

    /// <summary>Seconds.</summary>
    public double? ExposureTime { get; init; }

    public double? FNumber { get; init; }

    /// <summary>The photographic sensitivity (ISO 12232).</summary>
    public int? Iso { get; init; }

    /// <summary>Millimetres, of the lens itself.</summary>
    public double? FocalLength { get; init; }

    /// <summary>Degrees from -90 to 90, north is positive.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees from -180 to 180, east is positive.</summary>
    public double? Longitude { get; init; }

    /// <summary>Metres above sea level.</summary>
    public double? Altitude { get; init; }

    /// <summary>Make and model without saying the maker's name twice: "Canon EOS R5", "NIKON D850", "OLYMPUS E-M1"; null without either.</summary>
    public string? Camera
    {
        get
        {
            if (Make is null || Model is null)
                return Model ?? Make;
            string maker = Make.Split(' ')[0];
            return Model.StartsWith(maker, StringComparison.OrdinalIgnoreCase) ? Model : $"{Make} {Model}";
        }
    }

    /// <summary>What the blocks of a file say; of what several say, the first counts.</summary>
    public static ExifCapture Read(params IEnumerable<byte[]> blocks) => blocks.Select(Read).Aggregate(None, (first, further) => first.Or(further));

    private static ExifCapture Read(byte[] block)
    {
        if (!TiffReader.TryOpen(block, out TiffReader tiff))
            return None;
        long main = tiff.FirstDirectory;
        var names = new ExifValues(tiff, main);
        var exif = new ExifValues(tiff, (long?)tiff.FindNumber(main, ExifTag.ExifDirectory) ?? -1);
        (DateTime? takenAt, TimeSpan? offset) = ReadTime(exif);
        ExifCapture capture = new()
        {
            TakenAt = takenAt,
            UtcOffset = offset,
            Make = names.Text(TiffTag.Make),
            Model = names.Text(TiffTag.Model),
            Lens = exif.Text(ExifTag.LensModel),
            ExposureTime = exif.Positive(ExifTag.ExposureTime),
            FNumber = Rounded(exif.Positive(ExifTag.FNumber), 2),
            Iso = ReadIso(exif),
            FocalLength = Rounded(exif.Positive(ExifTag.FocalLength), 2),
        };
        return capture.WithPosition(new ExifValues(tiff, (long?)tiff.FindNumber(main, ExifTag.GpsDirectory) ?? -1));
    }

    private ExifCapture Or(ExifCapture other) => new()
    {
        TakenAt = TakenAt ?? other.TakenAt,
        UtcOffset = TakenAt is null ? other.UtcOffset : UtcOffset,
        Make = Make ?? other.Make,
        Model = Model ?? other.Model,
        Lens = Lens ?? other.Lens,
        ExposureTime = ExposureTime ?? other.ExposureTime,
        FNumber = FNumber ?? other.FNumber,
        Iso = Iso ?? other.Iso,
        FocalLength = FocalLength ?? other.FocalLength,
        Latitude = Latitude ?? other.Latitude,
        Longitude = Latitude is null ? other.Longitude : Longitude,
        Altitude = Altitude ?? other.Altitude,
    };

    private static (DateTime? At, TimeSpan? Offset) ReadTime(ExifValues exif)
    {
        if (ExifTime.Parse(exif.Text(ExifTag.DateTimeOriginal), exif.Text(ExifTag.SubSecTimeOriginal)) is { } original)
            return (original, ExifTime.ParseOffset(exif.Text(ExifTag.OffsetTimeOriginal)));
        if (ExifTime.Parse(exif.Text(ExifTag.DateTimeDigitized), exif.Text(ExifTag.SubSecTimeDigitized)) is { } digitized)
            return (digitized, ExifTime.ParseOffset(exif.Text(ExifTag.OffsetTimeDigitized)));
        return (null, null);
    }

    /// <summary>The sensitivity; where 16 bits do not hold it, one of the tags of 32 does (DC-008, 4.6.5, PhotographicSensitivity).</summary>
    private static int? ReadIso(ExifValues exif) => exif.Number(ExifTag.PhotographicSensitivity) switch
    {
        null or 0 or ushort.MaxValue => Sensible(exif.Number(ExifTag.RecommendedExposureIndex)) ?? Sensible(exif.Number(ExifTag.IsoSpeed)),
        { } iso => Sensible(iso),
    };

    private static int? Sensible(uint? iso) => iso is > 0 and <= int.MaxValue ? (int)iso : null;

    private ExifCapture WithPosition(ExifValues gps)
    {
        double? latitude = gps.Degrees(ExifTag.GpsLatitude, ExifTag.GpsLatitudeRef, 'N', 'S', 90);
        double? longitude = gps.Degrees(ExifTag.GpsLongitude, ExifTag.GpsLongitudeRef, 'E', 'W', 180);
        double? altitude = Rounded(gps.Rational(ExifTag.GpsAltitude), 2);

        // 1 is below sea level, 3 below the ellipsoid (DC-008 of 2023).
        bool isBelow = gps.Byte(ExifTag.GpsAltitudeRef) is 1 or 3;
        bool isWhole = latitude is not null && longitude is not null;
        return this with
        {
            Latitude = isWhole ? latitude : null,
            Longitude = isWhole ? longitude : null,
            Altitude = isBelow && altitude > 0 ? -altitude : altitude,
        };
    }

    private static double? Rounded(double? number, int digits) => number is { } one ? Math.Round(one, digits) : null;
}
