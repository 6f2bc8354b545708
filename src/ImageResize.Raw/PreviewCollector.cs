using System.Buffers.Binary;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Sources;

namespace ImageResize.Raw;

/// <summary>
/// Keeps the largest of the JPEGs that a file is said to hold. One counts when it begins as a JPEG and its frame is baseline,
/// extended or progressive (ITU T.81, B.2.2: SOF0, SOF1, SOF2); the raw samples themselves are often lossless JPEG (SOF3).
/// Belongs to one reading.
/// </summary>
internal sealed class PreviewCollector(ByteSource source)
{
    /// <summary>JPEGs that are looked at; files hold up to five.</summary>
    private const int MaxCandidates = 64;

    private const int MaxSegments = 256;

    private readonly HashSet<(long, long)> _seen = [];

    /// <summary>The largest so far.</summary>
    public RawPreview? Largest { get; private set; }

    /// <summary>Whether something lies behind the end of the file.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Looks at bytes that may be a JPEG.</summary>
    public void Add(long offset, long length)
    {
        if (offset <= 0 || length <= 0 || length > int.MaxValue || _seen.Count >= MaxCandidates || !_seen.Add((offset, length)))
            return;
        if (!Contains(offset, length))
            IsCut = true;
        else if (Probe(offset, (int)length) is { } found && found.Area > (Largest?.Area ?? 0))
            Largest = found;
    }

    /// <summary>Notes bytes that must be there, though nobody looks at them. All bits set stand for a place that is told elsewhere.</summary>
    public void Expect(long offset, long length)
    {
        if (offset is > 0 and < uint.MaxValue && length > 0 && !Contains(offset, length))
            IsCut = true;
    }

    private bool Contains(long offset, long length) => offset < source.Length && length <= source.Length - offset;

    private RawPreview? Probe(long start, int length)
    {
        Span<byte> head = stackalloc byte[10];
        if (length < 4 || !source.TryRead(start, head[..2]) || head[0] != 0xFF || head[1] != 0xD8)
            return null;
        (bool hasOrientation, (int, int) exif) = (false, default);
        long at = start + 2, end = start + length;
        for (int i = 0; i < MaxSegments && at + head.Length <= end && source.TryRead(at, head) && head[0] == 0xFF; i++)
        {
            (int marker, int segment) = (head[1], BinaryPrimitives.ReadUInt16BigEndian(head[2..]));
            if (marker == 0xFF)
            {
                // A marker may have any number of fill bytes before it.
                at++;
                continue;
            }

            if (marker is 0xC0 or 0xC1 or 0xC2)
            {
                int height = BinaryPrimitives.ReadUInt16BigEndian(head[5..]), width = BinaryPrimitives.ReadUInt16BigEndian(head[7..]);
                return width > 0 && height > 0 ? new RawPreview(start, length, width, height) { HasOrientation = hasOrientation, ExifSegment = exif } : null;
            }

            if (segment < 2 || marker is (>= 0xC3 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC) or 0xDA or 0xD9 || at + 2 + segment > end)
                return null;
            if (marker == 0xE1 && exif == default && head[4..].StartsWith("Exif\0"u8) && source.Take(at + 10, segment - 8L, new MetadataLimit(ushort.MaxValue)) is { } block)
                (hasOrientation, exif) = (ExifSummary.Read(block).Orientation is not null, ((int)(at - start), segment + 2));
            at += 2 + segment;
        }

        return null;
    }
}
