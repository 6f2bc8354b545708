using ImageResize.Files;
using ImageResize.Metadata;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// An input as libvips reads it. Every read comes through here, which gives three things: file names are never
/// given to libvips (it would take a trailing [..] for options), an I/O error keeps its exception, and the thread
/// that decodes is known (see <see cref="DecoderMessages"/>). One source serves one operation.
///
/// A JPEG that is in memory already is handed over whole instead: libvips reads it 4 KB at a time, and its messages
/// come when the image is let go, on the thread of ours that does so.
/// </summary>
internal sealed class VipsSource : IDisposable
{
    private readonly Stream? _stream;
    private readonly DecoderMessages _messages;
    private volatile Exception? _fault;

    private VipsSource(Source source, Stream? stream, DecoderMessages messages)
    {
        Source = source;
        _stream = stream;
        _messages = messages;
    }

    /// <summary>What NetVips takes.</summary>
    public Source Source { get; }

    /// <summary>A source that reads through us.</summary>
    /// <param name="input">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="parts">What it holds; tells where the page is that was picked.</param>
    /// <param name="messages">Get what the decoder says.</param>
    public static VipsSource Streaming(ImageInput input, ImageFormat format, ImageParts? parts, DecoderMessages messages)
    {
        var custom = new SourceCustom();
        Stream stream = format == ImageFormat.Png ? PngWithoutTexts.Open(input) : TiffPageAlone.Open(input, parts?.PageLinks ?? []);
        var source = new VipsSource(custom, stream, messages);
        custom.OnRead += source.Read;
        custom.OnSeek += source.Seek;
        return source;
    }

    /// <summary>The source that decodes a format fastest.</summary>
    /// <inheritdoc cref="Streaming"/>
    public static VipsSource ForDecoding(ImageInput input, ImageFormat format, ImageParts? parts, DecoderMessages messages) =>
        format == ImageFormat.Jpeg && input.IsWhole
            ? new VipsSource(Source.NewFromMemory(JpegLineCount.Patch(input.Bytes) ?? input.Bytes), null, messages)
            : Streaming(input, format, parts, messages);

    /// <summary>Throws the exception of a read that failed, which libvips reports as damage.</summary>
    public void ThrowIfFaulted()
    {
        if (_fault is { } fault)
            throw FileFault.OnRead(fault);
    }

    public void Dispose()
    {
        Source.Dispose();
        _stream?.Dispose();
    }

    private int Read(byte[] buffer, int length)
    {
        _messages.Claim();
        try
        {
            return _stream!.Read(buffer, 0, length);
        }
        catch (Exception e)
        {
            // Called from native code, which understands -1 only.
            _fault = e;
            return -1;
        }
    }

    private long Seek(long offset, SeekOrigin origin)
    {
        _messages.Claim();
        try
        {
            return _stream!.Seek(offset, origin);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return -1;
        }
    }
}
