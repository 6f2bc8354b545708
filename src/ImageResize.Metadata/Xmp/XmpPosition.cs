using ImageResize.Metadata.Location;

namespace ImageResize.Metadata.Xmp;

/// <summary>
/// Which properties tell a place. By their names in whatever namespace, since each maker has one of his own (exif:GPSLatitude,
/// drone-dji:GpsLatitude, Camera:GPSXYAccuracy, geo:lat), and in any letter case; and by their values, where no name tells
/// (drone-parrot:TakeoffPosition, a caption). Names of cities and countries are words that somebody chose to write, and stay.
/// </summary>
internal static class XmpPosition
{
    private static readonly string[] Parts = ["gps", "latitude", "longitude", "altitude", "geotag", "geolocation", "geohash"];

    private static readonly string[] Names = ["lat", "lon", "lng", "latlng", "latlon", "coordinates", "geo"];

    private static readonly string[] Namespaces = ["georss", "wgs84_pos", "opengis.net/gml"];

    /// <summary>Settings of a raw developer hold many pairs of small numbers, and no position.</summary>
    private const string DeveloperSettings = "http://ns.adobe.com/camera-raw-settings/1.0/";

    /// <summary>Whether a simple value tells a place.</summary>
    public static bool Tells(XmpName name, ReadOnlySpan<char> value) => name.Namespace != DeveloperSettings && PositionText.Tells(value.ToString());

    /// <summary>Whether a property tells a place, whatever its value.</summary>
    public static bool Tells(XmpName name)
    {
        if (name.IsIn(XmpNamespace.Rdf))
            return false;
        string local = name.Local;
        return Array.Exists(Parts, part => local.Contains(part, StringComparison.OrdinalIgnoreCase))
            || Array.Exists(Names, word => local.Equals(word, StringComparison.OrdinalIgnoreCase))
            || name.Prefix.StartsWith("geo", StringComparison.OrdinalIgnoreCase)
            || Array.Exists(Namespaces, part => name.Namespace?.Contains(part, StringComparison.OrdinalIgnoreCase) == true);
    }
}
