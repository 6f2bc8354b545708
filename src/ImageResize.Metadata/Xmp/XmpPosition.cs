namespace ImageResize.Metadata.Xmp;

/// <summary>
/// Which properties tell a place. By their names in whatever namespace, since each maker has one of his own (exif:GPSLatitude,
/// drone-dji:GpsLatitude, Camera:GPSXYAccuracy, geo:lat), and in any letter case. Names of cities and countries are
/// words that somebody chose to write, and stay.
/// </summary>
internal static class XmpPosition
{
    private static readonly string[] Parts = ["gps", "latitude", "longitude", "altitude", "geotag", "geolocation", "geohash"];

    private static readonly string[] Names = ["lat", "lon", "lng", "latlng", "latlon"];

    private static readonly string[] Namespaces = ["georss", "wgs84_pos", "opengis.net/gml"];

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
