using System.Buffers;
using System.Buffers.Binary;
using ImageResize.Bitmaps.Memory;

namespace ImageResize.Bitmaps.Gif;

/// <summary>
/// Pixels to GIF (GIF89a): each frame draws what has changed since the one before, in a palette of its own where that of the one before
/// will not do, mixed of dots by error diffusion. Frames that show the same become one. Alpha is all or nothing. Belongs to one thread, for one file.
/// </summary>
internal sealed class GifEncoder : IDisposable
{
    /// <summary>Where nothing was, and where nothing is seen.</summary>
    private const uint Nothing = 0;

    /// <summary>The index of pixels that are left as they are, until it is known how many colours there are.</summary>
    private const byte Left = 255;

    private const int LongestDelay = ushort.MaxValue;

    private readonly IGifFrames _frames;
    private readonly IBufferWriter<byte> _target;
    private readonly double _dither;
    private readonly PaletteFinder _finder = new();
    private readonly NearestColors _nearest = new();
    private readonly ErrorDiffusion _diffusion;
    private readonly LzwWriter _lzw;
    private readonly NativeBlock<byte> _indices;
    private NativeBlock<uint> _former, _current, _next;
    private uint[]? _palette, _global;
    private bool _hasFormer, _mayLeave;

    private GifEncoder(IGifFrames frames, double dither, IBufferWriter<byte> target)
    {
        (_frames, _dither, _target) = (frames, dither, target);
        _diffusion = new ErrorDiffusion(_nearest);
        _lzw = new LzwWriter(target);
        int area = checked(frames.Width * frames.Height), others = frames.Count > 1 ? area : 0;
        _indices = new NativeBlock<byte>(area);
        (_former, _current, _next) = (new NativeBlock<uint>(others), new NativeBlock<uint>(area), new NativeBlock<uint>(others));
    }

    /// <summary>Writes a file.</summary>
    /// <param name="frames">What it shows.</param>
    /// <param name="plays">How often it is played; 0 for ever.</param>
    /// <param name="dither">The share of a palette's errors that is handed on to neighbours, 0 to 1.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static void Write(IGifFrames frames, int plays, double dither, IBufferWriter<byte> target, CancellationToken cancellation)
    {
        using var encoder = new GifEncoder(frames, dither, target);
        encoder.Run(plays, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _finder.Dispose();
        foreach (IDisposable block in (IDisposable[])[_indices, _former, _current, _next])
            block.Dispose();
    }

    private void Run(int plays, CancellationToken cancellation)
    {
        Read(0, _current);
        for (int frame = 0, following; frame < _frames.Count; frame = following)
        {
            cancellation.ThrowIfCancellationRequested();
            int delay = _frames.DelayOf(frame);
            bool clears = false;
            for (following = frame + 1; following < _frames.Count; following++)
            {
                Read(following, _next);
                clears = Uncovers(_current.GetSpan(), _next.GetSpan());
                int longer = delay + _frames.DelayOf(following);
                if (longer > LongestDelay || !_current.GetSpan().SequenceEqual(_next.GetSpan()))
                    break;
                delay = longer;
            }

            Draw(plays, delay, clears);
            (_former, _current, _next) = (_current, _next, _former);
            _hasFormer = !clears;
        }

        _target.Write([(byte)0x3B]);
    }

    /// <summary>Reads a frame, with alpha of 0 or 255 and no colours where it is 0.</summary>
    private void Read(int frame, NativeBlock<uint> block)
    {
        Span<uint> pixels = block.GetSpan();
        _frames.Read(frame, pixels);
        foreach (ref uint pixel in pixels)
            pixel = (int)pixel < 0 ? pixel | 0xFF00_0000 : Nothing;
    }

    /// <summary>Whether something is seen that the next frame shows no more: then all is cleared between them.</summary>
    private static bool Uncovers(ReadOnlySpan<uint> current, ReadOnlySpan<uint> next)
    {
        for (int i = next.IndexOf(Nothing); i >= 0 && i < next.Length; i++)
            if (next[i] == Nothing && current[i] != Nothing)
                return true;
        return false;
    }

    private void Draw(int plays, int delay, bool clears)
    {
        ReadOnlySpan<uint> pixels = _current.GetSpan();
        Span<byte> indices = _indices.GetSpan();
        (GifRectangle part, bool leaves) = FrameChange.Mark(_hasFormer ? _former.GetSpan() : default, pixels, indices, _frames.Width, Left);

        // Only what a frame has drawn is cleared behind it.
        if (clears || !_hasFormer)
            part = new GifRectangle(0, 0, _frames.Width, _frames.Height);
        bool isAnimation = _frames.Count > 1;
        _mayLeave = leaves || isAnimation;
        uint[] palette = _finder.Find(pixels, indices, _frames.Width, part, leaves ? Left : -1, _mayLeave ? Left : 256, _palette);
        if (palette != _palette)
            _nearest.Begin(palette);
        _palette = palette;
        if (_global is null)
            WriteHead(_global = palette, isAnimation ? plays : 1);
        _diffusion.Run(pixels, indices, _frames.Width, part, leaves ? Left : -1, _dither);
        if (leaves && palette.Length != Left)
            indices.Replace(Left, (byte)palette.Length);
        WriteFrame(part, delay, clears, leaves ? palette.Length : -1, palette);
        _lzw.Write(indices, _frames.Width, part, TableBits(palette));
    }

    /// <summary>Bits of the largest index, with that of what is left as it is.</summary>
    private int TableBits(uint[] palette) => Math.Max(1, int.Log2(Math.Max(1, palette.Length - (_mayLeave ? 0 : 1))) + 1);

    private void WriteHead(uint[] palette, int plays)
    {
        Span<byte> screen = stackalloc byte[13];
        "GIF89a"u8.CopyTo(screen);
        BinaryPrimitives.WriteUInt16LittleEndian(screen[6..], (ushort)_frames.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(screen[8..], (ushort)_frames.Height);

        // A table of colours; 8 bits of each.
        screen[10] = (byte)(0xF0 | TableBits(palette) - 1);
        _target.Write(screen);
        WriteTable(palette);
        if (plays == 1)
            return;
        ReadOnlySpan<byte> looping = [0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1];
        _target.Write(looping);

        // How often it is repeated behind the first time; 0 for ever.
        Span<byte> loops = stackalloc byte[3];
        BinaryPrimitives.WriteUInt16LittleEndian(loops, (ushort)Math.Clamp(plays - 1, 0, ushort.MaxValue));
        _target.Write(loops);
    }

    private void WriteFrame(GifRectangle part, int delay, bool clears, int transparent, uint[] palette)
    {
        const byte Keep = 1 << 2, Clear = 2 << 2;
        bool isAnimation = _frames.Count > 1;
        if (isAnimation || transparent >= 0)
        {
            Span<byte> control = [0x21, 0xF9, 4, (byte)((clears ? Clear : isAnimation ? Keep : 0) | (transparent >= 0 ? 1 : 0)), 0, 0, (byte)Math.Max(transparent, 0), 0];
            BinaryPrimitives.WriteUInt16LittleEndian(control[4..], (ushort)(isAnimation ? delay : 0));
            _target.Write(control);
        }

        Span<byte> image = stackalloc byte[10];
        image[0] = 0x2C;
        BinaryPrimitives.WriteUInt16LittleEndian(image[1..], (ushort)part.Left);
        BinaryPrimitives.WriteUInt16LittleEndian(image[3..], (ushort)part.Top);
        BinaryPrimitives.WriteUInt16LittleEndian(image[5..], (ushort)part.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(image[7..], (ushort)part.Height);
        image[9] = palette == _global ? (byte)0 : (byte)(0x80 | TableBits(palette) - 1);
        _target.Write(image);
        if (palette != _global)
            WriteTable(palette);
    }

    private void WriteTable(uint[] palette)
    {
        Span<byte> table = stackalloc byte[3 * 256];
        table = table[..(3 << TableBits(palette))];
        table.Clear();
        for (int i = 0; i < palette.Length; i++)
            (table[3 * i], table[3 * i + 1], table[3 * i + 2]) = ((byte)palette[i], (byte)(palette[i] >> 8), (byte)(palette[i] >> 16));
        _target.Write(table);
    }
}
