using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Exif;

/// <summary>
/// Brings an EXIF block (CIPA DC-008) in line with a scaled image: orientation upright, dimensions those of the output,
/// the embedded thumbnail gone, and on demand every position too: the GPS directory, copies of its numbers anywhere else, such as
/// in a maker note, and packets within the block that could hold one. Everything else stays at its offset, because maker notes
/// hold offsets that only their maker knows.
/// What goes is overwritten with zeros where nothing that stays uses the same bytes, and cut off where it was last. The
/// block comes from the file: directories may overlap, form loops or point anywhere.
/// </summary>
internal ref struct ExifRewriter
{
    /// <summary>The largest directory that is believed; cameras write a few dozen entries.</summary>
    private const int MaxEntries = 1000;

    /// <summary>A chain cannot be longer than this without a loop.</summary>
    private const int MaxFollowing = 16;

    private readonly Span<byte> _data;
    private readonly TiffReader _tiff;

    /// <summary>Of each byte, whether it stays and whether it goes: 255 or 0.</summary>
    private readonly byte[] _kept, _dropped;

    /// <summary>Bytes that may still be marked: values of a sound block hardly overlap.</summary>
    private readonly long[] _markingLeft;
    private readonly int? _width, _height;
    private readonly bool _dropsLocation;

    private ExifRewriter(Span<byte> data, TiffReader tiff, int? width, int? height, bool dropsLocation)
    {
        _data = data;
        _tiff = tiff;
        _kept = new byte[data.Length];
        _dropped = new byte[data.Length];
        _markingLeft = [65_536 + 16L * data.Length];
        (_width, _height, _dropsLocation) = (width, height, dropsLocation);
    }

    /// <summary>Rewrites the block in place, behind its "Exif" signature.</summary>
    /// <param name="exif">The block.</param>
    /// <param name="width">The output's width in pixels; null where the pixels stay as they are, with orientation and thumbnail.</param>
    /// <param name="height">The output's height in pixels; null likewise.</param>
    /// <param name="dropsLocation">Whether every position goes.</param>
    /// <returns>How many bytes of it to keep; 0 if it is too broken to keep any.</returns>
    public static int Rewrite(Span<byte> exif, int? width, int? height, bool dropsLocation)
    {
        if (!TiffReader.TryOpen(exif, out TiffReader tiff) || tiff.CountEntries(tiff.FirstDirectory) is < 0 or > MaxEntries)
            return 0;
        return new ExifRewriter(exif, tiff, width, height, dropsLocation).Run();
    }

    private int Run()
    {
        Mark(_kept, 0, TiffReader.HeaderLength);
        long main = _tiff.FirstDirectory;
        List<byte[]> position = _dropsLocation ? ExifPosition.Collect(_tiff, FindPointer(main, ExifTag.GpsDirectory)) : [];
        if (_width is null)
            KeepFollowingDirectories(main);
        else
            DropFollowingDirectories(main);
        if (_dropsLocation)
        {
            DropLocation(main);
            RemovePacket(main, TiffTag.Xmp);
            RemovePacket(main, TiffTag.ImageResources);
            ExifPosition.EraseTexts(_tiff, _data, main);
        }

        KeepDirectory(main);
        Update(main);
        foreach (ushort tag in (ReadOnlySpan<ushort>)[ExifTag.ExifDirectory, ExifTag.GpsDirectory])
        {
            long directory = FindPointer(main, tag);
            if (directory < 0 || directory == main)
                continue;
            if (_dropsLocation)
            {
                RemoveEntry(directory, ExifTag.GpsDirectory);
                ExifPosition.EraseTexts(_tiff, _data, directory);
            }

            KeepDirectory(directory);
            if (tag != ExifTag.ExifDirectory)
                continue;
            Update(directory);
            long interoperability = FindPointer(directory, ExifTag.InteroperabilityDirectory);
            if (interoperability >= 0)
                KeepDirectory(interoperability);
        }

        if (_markingLeft[0] < 0)
            return 0;
        int length = Erase();
        ExifPosition.Erase(_data, position);
        return length;
    }

    private readonly void DropLocation(long directory)
    {
        long gps = FindPointer(directory, ExifTag.GpsDirectory);
        if (gps >= 0)
            DropDirectory(gps);
        RemoveEntry(directory, ExifTag.GpsDirectory);
    }

    /// <summary>Drops a packet that belongs into a file and not into a block, and might tell a position.</summary>
    private readonly void RemovePacket(long directory, ushort tag)
    {
        for (int i = 0, count = Math.Min(_tiff.CountEntries(directory), MaxEntries); i < count; i++)
        {
            TiffEntry entry = _tiff.ReadEntry(directory, i);
            if (entry.Tag == tag && _tiff.FindValue(entry) is >= 0 and var value)
                Mark(_dropped, value, entry.ValueLength);
        }

        RemoveEntry(directory, tag);
    }

    /// <summary>Keeps the directories after the first, but no position in them.</summary>
    private readonly void KeepFollowingDirectories(long main)
    {
        int link = LinkOffset(main);
        for (int i = 0; i < MaxFollowing && link >= 0; i++)
        {
            long directory = _tiff.ReadUInt32(link);
            if (directory == 0 || directory == main)
                break;
            if (_dropsLocation)
                DropLocation(directory);
            KeepDirectory(directory);
            long offset = FindNumber(directory, ExifTag.ThumbnailOffset), length = FindNumber(directory, ExifTag.ThumbnailLength);
            if (offset > 0 && length > 0 && offset < _data.Length)
                Mark(_kept, offset, Math.Min(length, _data.Length - offset));
            link = LinkOffset(directory);
        }
    }

    /// <summary>Drops the directories after the first, which describe the thumbnail, with what they point to.</summary>
    private readonly void DropFollowingDirectories(long main)
    {
        int linkAt = LinkOffset(main);
        if (linkAt < 0)
            return;
        long directory = _tiff.ReadUInt32(linkAt);
        _tiff.WriteUInt32(linkAt, 0);
        for (int i = 0; i < MaxFollowing && directory != 0 && directory != main; i++)
        {
            int next = LinkOffset(directory);
            DropDirectory(directory);
            DropThumbnail(directory);
            directory = next < 0 ? 0 : _tiff.ReadUInt32(next);
        }
    }

    private readonly void DropThumbnail(long directory)
    {
        DropRange(FindNumber(directory, ExifTag.ThumbnailOffset), FindNumber(directory, ExifTag.ThumbnailLength));
        DropRange(FindNumber(directory, ExifTag.StripOffsets), FindNumber(directory, ExifTag.StripByteCounts));
    }

    private readonly void DropRange(long offset, long length)
    {
        if (offset > 0 && length > 0 && offset < _data.Length)
            Mark(_dropped, offset, Math.Min(length, _data.Length - offset));
    }

    private readonly void DropDirectory(long directory) => MarkDirectory(_dropped, directory);

    private readonly void KeepDirectory(long directory) => MarkDirectory(_kept, directory);

    private readonly void MarkDirectory(byte[] marks, long directory)
    {
        int count = _tiff.CountEntries(directory);
        if (count is < 0 or > MaxEntries)
            return;
        Mark(marks, directory, 2 + count * TiffReader.EntryLength + (LinkOffset(directory) < 0 ? 0 : 4));
        for (int i = 0; i < count; i++)
        {
            TiffEntry entry = _tiff.ReadEntry(directory, i);
            long value = _tiff.FindValue(entry);
            if (value >= 0)
                Mark(marks, value, entry.ValueLength);
        }
    }

    private readonly void Update(long directory)
    {
        if (_width is not { } width || _height is not { } height)
            return;
        int count = _tiff.CountEntries(directory);
        for (int i = 0; i < Math.Min(count, MaxEntries); i++)
        {
            TiffEntry entry = _tiff.ReadEntry(directory, i);
            switch (entry.Tag)
            {
                case ExifTag.Orientation:
                    _tiff.WriteNumber(entry, ExifOrientation.Upright);
                    break;
                case ExifTag.ImageWidth or ExifTag.PixelXDimension:
                    _tiff.WriteNumber(entry, (uint)width);
                    break;
                case ExifTag.ImageLength or ExifTag.PixelYDimension:
                    _tiff.WriteNumber(entry, (uint)height);
                    break;
            }
        }
    }

    /// <summary>Takes entries out of a directory, moving the later ones and the link up.</summary>
    private readonly void RemoveEntry(long directory, ushort tag)
    {
        int count = _tiff.CountEntries(directory);
        int linkLength = LinkOffset(directory) < 0 ? 0 : 4;
        for (int i = count - 1; i >= 0; i--)
        {
            TiffEntry entry = _tiff.ReadEntry(directory, i);
            if (entry.Tag != tag)
                continue;
            int end = (int)directory + 2 + count * TiffReader.EntryLength + linkLength;
            _data[(entry.Offset + TiffReader.EntryLength)..end].CopyTo(_data[entry.Offset..]);
            _data.Slice(end - TiffReader.EntryLength, TiffReader.EntryLength).Clear();
            count--;
            _tiff.WriteUInt16((int)directory, (ushort)count);
        }
    }

    /// <summary>Where the link to the next directory is, or -1 if that is outside the data.</summary>
    private readonly int LinkOffset(long directory)
    {
        int count = _tiff.CountEntries(directory);
        if (count < 0)
            return -1;
        long at = directory + 2 + (long)count * TiffReader.EntryLength;
        return _tiff.Contains(at, 4) ? (int)at : -1;
    }

    /// <summary>The directory that an entry points to, or -1.</summary>
    private readonly long FindPointer(long directory, ushort tag)
    {
        long pointer = FindNumber(directory, tag);
        return pointer > 0 && _tiff.CountEntries(pointer) is >= 0 and <= MaxEntries ? pointer : -1;
    }

    private readonly long FindNumber(long directory, ushort tag)
    {
        int count = _tiff.CountEntries(directory);
        for (int i = 0; i < Math.Min(count, MaxEntries); i++)
        {
            TiffEntry entry = _tiff.ReadEntry(directory, i);
            if (entry.Tag == tag)
                return _tiff.ReadNumber(entry) is { } number ? number : -1;
        }

        return -1;
    }

    private readonly void Mark(byte[] marks, long offset, long length)
    {
        _markingLeft[0] -= length;
        if (_markingLeft[0] < 0)
            return;
        marks.AsSpan((int)offset, (int)length).Fill(byte.MaxValue);
    }

    /// <summary>Zeros what is dropped and not kept, and returns the length without what is dropped at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly int Erase()
    {
        int i = 0;
        for (; i + Vector128<byte>.Count <= _data.Length; i += Vector128<byte>.Count)
        {
            Vector128<byte> erased = Vector128.AndNot(Vector128.Create(_dropped, i), Vector128.Create(_kept, i));
            Vector128.AndNot(Vector128.Create(_data[i..]), erased).CopyTo(_data[i..]);
        }

        for (; i < _data.Length; i++)
            _data[i] &= (byte)~(_dropped[i] & ~_kept[i]);
        return 1 + Math.Max(_data.LastIndexOfAnyExcept((byte)0), _kept.LastIndexOf(byte.MaxValue));
    }
}
