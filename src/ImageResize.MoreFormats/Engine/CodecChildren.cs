using System.Reflection;
using System.Text.Json;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines.Isolated;
using ImageResize.MoreFormats.Messages;
using ImageResize.Pixels;
using ImageResize.Processes;

namespace ImageResize.MoreFormats.Engine;

/// <summary>
/// The child process in which one worker's pictures are decoded, and encoded as JPEG XL: started with the first, replaced when it crashed, hung or took too
/// much memory, which costs one image. What it says is checked before it is believed. Belongs to one worker.
/// </summary>
internal sealed class CodecChildren : IDisposable
{
    private const string WorkerVariable = "IMAGERESIZE_WORKER";

    private ChildProcessPool? _pool;
    private string? _folder;

    /// <summary>Says at import what every image would fail by.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no library for this machine, or no way to start a child process.</exception>
    public static void ThrowIfImpossible()
    {
        string runtimes = Path.Combine(Path.GetDirectoryName(AssemblyPath)!, "runtimes");
        bool isThere = Directory.Exists(runtimes) && Directory.EnumerateFiles(runtimes, "Magick.Native-Q8-*", SearchOption.AllDirectories).Any();
        if (!isThere)
            throw new PlatformNotSupportedException($"ImageResize.MoreFormats has no decoders for this machine: '{runtimes}' holds none. Supported are Linux (glibc and musl), Windows on x64 and arm64, and macOS on arm64.");
        if (ChildCommand.ForModule() is null)
            throw new PlatformNotSupportedException("ImageResize.MoreFormats cannot start its decoders from this program; it runs in pwsh.");
    }

    /// <summary>Decodes an image into memory of ours.</summary>
    /// <param name="input">The file.</param>
    /// <param name="memory">Bytes that pixels may take.</param>
    /// <param name="request">What is wanted of it.</param>
    /// <param name="expected">The size in pixels that the header tells.</param>
    /// <param name="pixels">Takes the pixels.</param>
    /// <param name="cancellation">Asks the image to end; so does the child.</param>
    /// <returns>What came of it, or the fault in the decoder's words.</returns>
    /// <exception cref="ImageResizeException">The child ended over it, or may take no more memory.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public (DecodedPicture? Picture, byte[]? Profile, string? Fault) Decode(ImageInput input, long memory, DecodeRequest request, PixelSize expected, PixelImage pixels, CancellationToken cancellation)
    {
        ChildProcess child = Rent(input, cancellation);
        return Guard(() => ChildExchange.Ask<(DecodedPicture?, byte[]?, string?)>(_pool!, child, input, ChildExchange.LongestFor(expected.Area / 1e6), cancellation, _ =>
        {
            CodecReply reply = Ask(child, new CodecRequest(memory) { Decode = request }, ChildExchange.CeilingFor(memory, input.Length));
            if (reply.Fault is { } fault)
                return (null, null, fault);
            DecodedPicture picture = reply.Picture ?? throw new InvalidDataException("There is no picture in it.");
            return (picture, Take(child, picture, request.Format, expected, pixels), null);
        }));
    }

    /// <summary>Encodes pixels as JPEG XL.</summary>
    /// <param name="pixels">The pixels, of 8 bits a sample.</param>
    /// <param name="profile">Their ICC profile; empty for none.</param>
    /// <param name="content">Stands for both: pixels that a child has are not given to it again.</param>
    /// <param name="memory">Bytes that encoding may take.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellation">Asks the image to end; so does the child.</param>
    /// <returns>The code stream, or the fault in the encoder's words.</returns>
    /// <inheritdoc cref="Decode"/>
    public (byte[]? Stream, string? Fault) Encode(PixelImage pixels, byte[] profile, object content, long memory, EncodeRequest request, CancellationToken cancellation)
    {
        ChildProcess child = Rent(content, cancellation);
        long length = pixels.Length + profile.Length;
        return Guard(() => ChildExchange.Ask<(byte[]?, string?)>(_pool!, child, content, Put, ChildExchange.LongestFor((double)pixels.Width * pixels.Height / 1e6), cancellation, _ =>
        {
            CodecReply reply = Ask(child, new CodecRequest(memory) { Encode = request }, ChildExchange.CeilingFor(memory, length));
            if (reply.Fault is { } fault)
                return (null, fault);

            // Noise without loss is as long as its pixels, and a little more.
            if (reply.Length <= 0 || reply.Length > 2 * length + ChildExchange.SpareMemory)
                throw new InvalidDataException($"A file of {reply.Length} bytes came for {length} bytes of pixels.");
            byte[] stream = new byte[reply.Length];
            child.ReadData(stream);
            return (stream, null);
        }));

        unsafe void Put(SharedInput shared)
        {
            shared.SetLength(length);
            int rows = CodecMessages.RowsOf(pixels.Stride);
            for (int y = 0; y < pixels.Height; y += rows)
                shared.Write(new ReadOnlySpan<byte>(pixels.Row(y), checked((int)(pixels.Stride * Math.Min(rows, pixels.Height - y)))), (long)y * pixels.Stride);
            shared.Write(profile, pixels.Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool?.Dispose();
        if (_folder is { } folder && Directory.Exists(folder))
            TryDelete(() => Directory.Delete(folder, recursive: true));
        _pool = null;
        _folder = null;
    }

    private static string AssemblyPath => Assembly.GetExecutingAssembly().Location;

    private static CodecReply Ask(ChildProcess child, CodecRequest request, long ceiling)
    {
        child.Send(JsonSerializer.SerializeToUtf8Bytes(request, CodecJson.Default.CodecRequest), ceiling);
        CodecReply reply = JsonSerializer.Deserialize(child.ReadReply(), CodecJson.Default.CodecReply) ?? throw new InvalidDataException("There is nothing in it.");
        return reply.LacksMemory ? throw new ImageResizeException(CrashFault.LacksMemory(ceiling)) : reply;
    }

    private T Guard<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch
        {
            RemoveLeftovers();
            throw;
        }
    }

    private ChildProcess Rent(object content, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            _pool ??= NewPool();
            return _pool.Rent(content, cancellation);
        }
        catch (Exception e) when (e is ChildProcessException or IOException or UnauthorizedAccessException)
        {
            throw new ImageResizeException(ImageErrorId.WorkerCrashed, $"There is no process for the codec of the image: {e.Message} See that this user may start processes and write temporary files.", e);
        }
    }

    private ChildProcessPool NewPool()
    {
        _folder ??= Directory.CreateTempSubdirectory("ImageResize-").FullName;
        ChildCommand command = ChildCommand.ForModule()! with
        {
            Variables = new Dictionary<string, string> { [WorkerVariable] = AssemblyPath, [CodecMessages.FolderVariable] = _folder },
        };
        return new ChildProcessPool(command, CodecMessages.Identity, kept: 1);
    }

    /// <summary>Checks what comes, and takes it row by row.</summary>
    private static unsafe byte[]? Take(ChildProcess child, DecodedPicture reply, ImageFormat format, PixelSize expected, PixelImage pixels)
    {
        bool isPossible = reply is { Width: > 0, Height: > 0, Channels: 1 or 3 or 4, ProfileLength: >= 0 and <= CodecMessages.LongestProfile }
            && (!reply.IsCmyk || reply.Channels == 4);
        if (!isPossible)
            throw new InvalidDataException($"A picture of {reply.Width}x{reply.Height} pixels in {reply.Channels} channels came where one of {expected} was due.");
        if ((reply.Width, reply.Height) != (expected.Width, expected.Height))
            throw new ImageResizeException(DamageFault.OfHeader(format, $"its header tells of {expected} pixels, and its decoder of {reply.Width}x{reply.Height}"));
        pixels.Allocate(reply.Width, reply.Height, new PixelFormat(reply.Channels, sizeof(byte)));
        int rows = CodecMessages.RowsOf(pixels.Stride);
        for (int y = 0; y < reply.Height; y += rows)
            child.ReadData(new Span<byte>(pixels.Row(y), checked((int)(pixels.Stride * Math.Min(rows, reply.Height - y)))));
        if (reply.ProfileLength == 0)
            return null;
        byte[] profile = new byte[reply.ProfileLength];
        child.ReadData(profile);
        return profile;
    }

    /// <summary>What a child that was ended has left of its image.</summary>
    private void RemoveLeftovers()
    {
        if (_folder is not { } folder || !Directory.Exists(folder))
            return;
        foreach (string file in Directory.EnumerateFiles(folder, "magick-*"))
            TryDelete(() => File.Delete(file));
    }

    private static void TryDelete(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The child may be about to end still.
        }
    }
}
