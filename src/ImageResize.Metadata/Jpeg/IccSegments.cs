using System.Collections.Immutable;

namespace ImageResize.Metadata.Jpeg;

/// <summary>
/// ICC profiles in JPEG files (ICC.1, annex B.4): cut into segments that carry their number, from 1, and the number of all.
/// </summary>
internal static class IccSegments
{
    private const int NumberingLength = 2;

    /// <summary>The segments in the order of their numbers; empty if there are none, or one is missing, double or misnumbered.</summary>
    public static ImmutableArray<MetadataSegment> Order(ReadOnlySpan<byte> source, ImmutableArray<MetadataSegment> segments)
    {
        var ordered = new List<(int Number, MetadataSegment Segment)>();
        int count = 0;
        foreach (MetadataSegment segment in segments)
        {
            if (segment.Kind != SegmentKind.IccProfile)
                continue;
            if (segment.Length < NumberingLength)
                return [];
            ReadOnlySpan<byte> content = segment.Of(source);
            if (count == 0)
                count = content[1];
            int number = content[0];
            if (content[1] != count || ordered.Exists(o => o.Number == number))
                return [];
            ordered.Add((number, segment));
        }

        ordered.Sort((a, b) => a.Number.CompareTo(b.Number));
        bool isComplete = ordered.Count == count && ordered.Select(o => o.Number).SequenceEqual(Enumerable.Range(1, count));
        return isComplete ? [.. ordered.Select(o => o.Segment)] : [];
    }

    /// <summary>The whole profile, or null.</summary>
    public static byte[]? Assemble(ReadOnlySpan<byte> source, ImmutableArray<MetadataSegment> segments)
    {
        ImmutableArray<MetadataSegment> ordered = Order(source, segments);
        if (ordered.IsEmpty)
            return null;
        var profile = new MemoryStream();
        foreach (MetadataSegment segment in ordered)
            profile.Write(segment.Of(source)[NumberingLength..]);
        return profile.ToArray();
    }
}
