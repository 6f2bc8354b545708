using ImageResize.Files;
using NetVips;

namespace ImageResize.Imaging.Vips;

/// <summary>
/// An input as libvips reads it. Every read comes through here, which gives three things: file names are never
/// given to libvips (it would take a trailing [..] for options), an I/O error keeps its exception, and the thread
/// that decodes is known (see <see cref="DecoderMessages"/>). One source serves one operation.
/// </summary>
internal sealed class VipsSource : IDisposable
{
    private readonly Stream _stream;
    private readonly DecoderMessages _messages;
    private volatile Exception? _fault;

    public VipsSource(ImageInput input, DecoderMessages messages)
    {
        _stream = input.OpenStream();
        _messages = messages;
        Source = new SourceCustom();
        Source.OnRead += Read;
        Source.OnSeek += Seek;
    }

    /// <summary>What NetVips takes.</summary>
    public SourceCustom Source { get; }

    /// <summary>Throws the exception of a read that failed, which libvips reports as damage.</summary>
    public void ThrowIfFaulted()
    {
        if (_fault is { } fault)
            throw FileFault.OnRead(fault);
    }

    public void Dispose()
    {
        Source.Dispose();
        _stream.Dispose();
    }

    private int Read(byte[] buffer, int length)
    {
        _messages.Claim();
        try
        {
            return _stream.Read(buffer, 0, length);
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
            return _stream.Seek(offset, origin);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return -1;
        }
    }
}
