using System.Buffers.Binary;
using System.Text;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Puts the blocks of a JPEG file together from its segments: EXIF that runs over several segments, a profile in numbered pieces
/// (ICC.1, annex B.4), an extended XMP packet by its digest and offsets (XMP specification part 3, 1.1.3.1).
/// </summary>
internal sealed class JpegSegments(PartsBuilder parts)
{
    private const int DigestLength = 32;
    private const int ExtendedHead = DigestLength + 8;

    /// <summary>The largest block that is put together; cameras write a few hundred kilobytes at most.</summary>
    private const int MaxExif = 4 << 20;

    private readonly SortedDictionary<int, byte[]> _profile = [];
    private readonly List<byte[]> _extended = [];
    private readonly MemoryStream _resources = new();
    private int _profilePieces;

    /// <summary>The multi-picture index from its byte order mark on; null without.</summary>
    public byte[]? Index { get; private set; }

    /// <summary>Where that is in the file.</summary>
    public long IndexOffset { get; private set; }

    /// <summary>Takes a segment of the source in; one whose bytes cannot be had is counted and left out.</summary>
    public void Add(byte code, long offset, int length)
    {
        Span<byte> start = stackalloc byte[MetadataSignature.MaxLength];
        start = start[..parts.Source.Read(offset, start[..Math.Min(length, start.Length)])];
        MetadataSegment segment = MetadataSegment.Identify(code, start, 0);
        if (segment.Kind == SegmentKind.Other)
        {
            string name = NameOf(code, start);
            parts.OtherSegments[name] = parts.OtherSegments.GetValueOrDefault(name) + length;
            return;
        }

        if (code is (Marker.App1 or Marker.App2 or Marker.App13 or Marker.Com) && parts.Take(offset + segment.Offset, length - segment.Offset) is { } content)
            Add(segment.Kind, content, offset + segment.Offset);
    }

    /// <summary>Takes a segment in.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="content">Its content behind the identifying bytes.</param>
    /// <param name="offset">Where that is in the file.</param>
    public void Add(SegmentKind kind, byte[] content, long offset)
    {
        switch (kind)
        {
            case SegmentKind.Exif:
                AddExif(content);
                break;
            case SegmentKind.Xmp:
                // One packet is allowed; which of two is true nobody can tell.
                if (parts.Xmp is not null && !parts.Xmp.AsSpan().SequenceEqual(content))
                    parts.BrokenBlocks++;
                parts.Xmp ??= content;
                parts.HasGainMap |= SaysGainMap(content);
                break;
            case SegmentKind.ExtendedXmp when content.Length > ExtendedHead:
                _extended.Add(content);
                break;
            case SegmentKind.IccProfile when content.Length > 2:
                _profilePieces = content[1];
                if (!_profile.TryAdd(content[0], content[2..]))
                    parts.BrokenBlocks++;
                break;
            case SegmentKind.MultiPicture:
                Index ??= content;
                IndexOffset = offset;
                break;
            case SegmentKind.GainMapVersion:
                parts.HasGainMap = true;
                break;
            case SegmentKind.Photoshop:
                _resources.Write(content);
                break;
            case SegmentKind.Comment:
                parts.Texts.Add(new TextEntry(TextEntry.Comment, TextOf(content)));
                break;
        }
    }

    /// <summary>Gives what was collected to the parts.</summary>
    public void Finish()
    {
        if (_resources.Length > 0)
            parts.ImageResources = _resources.ToArray();
        if (_profile.Count > 0 && _profile.Keys.SequenceEqual(Enumerable.Range(1, _profilePieces)))
            parts.Icc = [.. _profile.Values.SelectMany(piece => piece)];
        else if (_profile.Count > 0)
            parts.BrokenBlocks++;
        if (_extended.Count > 0)
            parts.ExtendedXmp = JoinExtended();
    }

    /// <summary>The letters that a segment begins with, which most makers sign theirs by; else its marker.</summary>
    private static string NameOf(byte code, ReadOnlySpan<byte> start)
    {
        const int MinName = 3, MaxName = 16;
        int length = 0;
        while (length < Math.Min(start.Length, MaxName) && (char.IsAsciiLetterOrDigit((char)start[length]) || start[length] is (byte)'_' or (byte)'-'))
            length++;
        return length >= MinName ? Encoding.ASCII.GetString(start[..length]) : $"APP{code - Marker.App0}";
    }

    /// <summary>Whether a packet belongs to an image with a gain map, or to a gain map.</summary>
    public static bool SaysGainMap(ReadOnlySpan<byte> packet) =>
        packet.IndexOf("hdrgm:Version"u8) >= 0 || packet.IndexOf("http://ns.apple.com/HDRGainMap/"u8) >= 0;

    /// <summary>A segment without a byte order mark goes on with the one before, as some cameras write large blocks.</summary>
    private void AddExif(byte[] content)
    {
        bool isContinuation = parts.Exif.Count > 0 && content.Length > 4
            && !content.AsSpan().StartsWith("II*\0"u8) && !content.AsSpan().StartsWith("MM\0*"u8);
        if (isContinuation && parts.Exif[^1].Length > MaxExif)
            parts.BrokenBlocks++;
        else if (isContinuation)
            parts.Exif[^1] = [.. parts.Exif[^1], .. content];
        else
            parts.AddExif(content);
    }

    /// <summary>The packet of the digest that the main packet names; null, and counted, where pieces are missing.</summary>
    private byte[]? JoinExtended()
    {
        byte[]? digest = _extended.Select(piece => piece[..DigestLength]).FirstOrDefault(id => parts.Xmp.AsSpan().IndexOf(id) >= 0);
        byte[][] pieces = digest is null ? [] : [.. _extended.Where(piece => piece.AsSpan().StartsWith(digest)).OrderBy(piece => Number(piece, DigestLength + 4))];
        var whole = new MemoryStream();
        foreach (byte[] piece in pieces)
        {
            if (Number(piece, DigestLength + 4) == whole.Length)
                whole.Write(piece, ExtendedHead, piece.Length - ExtendedHead);
        }

        if (pieces.Length > 0 && Number(pieces[0], DigestLength) == whole.Length)
            return whole.ToArray();
        parts.BrokenBlocks++;
        return null;
    }

    private static uint Number(byte[] piece, int at) => BinaryPrimitives.ReadUInt32BigEndian(piece.AsSpan(at));

    /// <summary>Comments have no declared encoding: UTF-8 where they are, else Latin-1.</summary>
    private static string TextOf(byte[] content)
    {
        ReadOnlySpan<byte> text = content.AsSpan().TrimEnd((byte)0);
        return System.Text.Unicode.Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
    }
}
