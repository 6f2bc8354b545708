using System.Collections.Concurrent;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// What libvips says of one image while it decodes it. libvips logs through GLib without a file name, and from
/// threads of its own; but the thread that decodes is the thread that asks our source for bytes, so the source
/// marks the thread as working for its image (<see cref="Claim"/>), and the log handler reads the mark. Decoders log right after
/// they have read on the same thread (libtiff, libspng) or on our own (libjpeg), so the mark is their image's. What libvips itself logs of a
/// tile that failed can come from a thread that has read nothing for this image; it tells no more than the failure does, and is left out.
/// Thread safe.
/// </summary>
internal sealed class DecoderMessages
{
    /// <summary>A corrupt file can bring thousands; the first ones tell.</summary>
    private const int Limit = 16;

    /// <summary>libvips' conversion/tilecache.c: "error in tile 0 x 128".</summary>
    private const string FailedTile = "error in tile ";

    [ThreadStatic]
    private static DecoderMessages? _current;

    // GLib keeps the function's address: the delegate must live as long as the process.
    private static readonly Log.LogDelegate Handler = OnMessage;

    private readonly ConcurrentQueue<string> _messages = new();
    private volatile bool _closed;

    /// <summary>What was said so far.</summary>
    public IReadOnlyCollection<string> Messages => _messages;

    /// <summary>From here on, what libvips says on this thread is about this image.</summary>
    public void Claim() => _current = this;

    /// <summary>The image is done: a thread that still bears its mark no longer speaks of it.</summary>
    public void Close()
    {
        _closed = true;
        if (_current == this)
            _current = null;
    }

    /// <summary>Takes libvips' messages away from the console, where they would deface the output.</summary>
    public static void Route() =>
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Error | Enums.LogLevelFlags.Critical | Enums.LogLevelFlags.Warning | Enums.LogLevelFlags.Message, Handler);

    private static void OnMessage(string domain, Enums.LogLevelFlags level, string? message)
    {
        // Called from native code: nothing may be thrown.
        if ((level & (Enums.LogLevelFlags.Info | Enums.LogLevelFlags.Debug)) != 0)
            return;
        if (message is null || message.StartsWith(FailedTile, StringComparison.Ordinal))
            return;
        if (_current is { _closed: false } image && image._messages.Count < Limit && !string.IsNullOrWhiteSpace(message))
            image._messages.Enqueue(message.ReplaceLineEndings(" ").Trim());
    }
}
