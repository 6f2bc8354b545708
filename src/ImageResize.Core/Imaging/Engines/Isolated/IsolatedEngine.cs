using System.Text.Json;
using ImageResize.Files;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;
using ImageResize.Processes;

namespace ImageResize.Imaging.Engines.Isolated;

/// <summary>
/// libvips in a child process (<c>-Isolation Process</c>): makes the same as <see cref="VipsEngine"/>, byte for byte. A child that
/// crashes, hangs or takes too much memory costs the image that it had, and another child takes the next one. Belongs to one worker;
/// the children are shared.
/// </summary>
/// <param name="children">The children.</param>
internal sealed class IsolatedEngine(ChildProcessPool children) : IImageEngine
{
    /// <summary>What a child takes beside its image, and is counted for.</summary>
    private const long ChildMemory = 48L << 20;

    /// <summary>What a child may take beside twice what its image is expected to.</summary>
    private const long SpareMemory = 256L << 20;

    private const int PieceLength = 1 << 20;

    /// <summary>Without -TimeoutSeconds: so long that no sound image takes it, on a slow machine either.</summary>
    private static readonly TimeSpan LongestHeader = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestForMegapixel = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public ImageHeader ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation)
    {
        ImageParts? parts = VipsHeaderReader.ReadHeadParts(input, format);
        long memory = SpareMemory + 2 * input.Length;
        DecoderFacts facts = Ask(input, format, [], memory, LongestHeader, cancellation, (_, reply) => ReplyCheck.FactsOf(reply));
        return VipsHeaderReader.Describe(facts, format, parts);
    }

    /// <inheritdoc/>
    public bool CanMake(ImageHeader header, ScaleRequest request) => true;

    /// <inheritdoc/>
    public bool ReadsWhole(ImageHeader header, long fileLength) => VipsEngine.WantsWhole(header, fileLength);

    /// <inheritdoc/>
    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests) => VipsMemory.Estimate(header, requests) + ChildMemory;

    /// <inheritdoc/>
    public IEnumerable<ScaleResult> Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        clock.Enter(Stage.Scale);
        ScaleRequest[] requests = [.. outputs.Select(output => output.Request)];
        long expected = VipsMemory.Estimate(header, requests);
        double megapixels = (header.TotalPixels + requests.Sum(request => (double)request.Size.Area * header.Pages)) / 1e6;
        TimeSpan longest = LongestHeader + LongestForMegapixel * megapixels;
        long memory = (long)Math.Min(SpareMemory + 2.0 * expected + 2.0 * input.Length, long.MaxValue / 2);
        try
        {
            return Ask(input, header.Format, requests, memory, longest, cancellation, (child, reply) =>
            {
                ScaleResult[] results = ReplyCheck.ResultsOf(reply, outputs, SpareMemory + expected);
                for (int i = 0; i < results.Length; i++)
                {
                    if (reply.Results![i].Length is > 0 and var length)
                        child.ReadData(outputs[i].Target, length);
                }

                clock.Attribute(Stage.Encode, ReplyCheck.EncodingOf(reply));
                return results;
            });
        }
        catch (ImageResizeException e)
        {
            foreach (ScaleOutput output in outputs)
                output.Target.Clear();
            return outputs.Select(output => new ScaleResult(output, VipsEngine.Name) { Fault = e.Fault });
        }
    }

    /// <summary>The children are disposed of by whoever made them.</summary>
    public void Dispose()
    {
    }

    /// <summary>Has a child do something with an image, and takes what it says.</summary>
    /// <exception cref="ImageResizeException">The image cannot be read, or the child ended over it.</exception>
    /// <exception cref="OperationCanceledException">The image was to end; so did the child.</exception>
    private T Ask<T>(ImageInput input, ImageFormat format, ScaleRequest[] requests, long memory, TimeSpan longest, CancellationToken cancellation, Func<ChildProcess, WorkReply, T> take)
    {
        cancellation.ThrowIfCancellationRequested();
        ChildProcess child = Rent(input, cancellation);
        bool isSound = true;
        using var late = new CancellationTokenSource(longest);
        using CancellationTokenRegistration stopping = cancellation.Register(child.Kill);
        using CancellationTokenRegistration ending = late.Token.Register(child.Kill);
        try
        {
            bool isNew = child.Holds?.Target != input;
            if (isNew)
                Put(input, child, cancellation);
            isSound = false;
            var request = new WorkRequest(format, input.Extension, isNew, input.Page, requests);
            child.Send(JsonSerializer.SerializeToUtf8Bytes(request, MessageJson.Default.WorkRequest), memory);
            WorkReply reply = JsonSerializer.Deserialize(child.ReadReply(), MessageJson.Default.WorkReply) ?? throw new InvalidDataException("There is nothing in it.");
            if (reply.LacksMemory)
                throw new ImageResizeException(CrashFault.LacksMemory(memory));
            if (reply.Fault is { } fault)
            {
                isSound = true;
                throw new ImageResizeException(ReplyCheck.FaultOf(fault));
            }

            T taken = take(child, reply);
            isSound = true;
            return taken;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or JsonException)
        {
            cancellation.ThrowIfCancellationRequested();
            child.Kill();
            throw new ImageResizeException(late.IsCancellationRequested ? CrashFault.Hangs(longest) : CrashFault.Ended(child.LastWords, e));
        }
        finally
        {
            if (!isSound)
                child.Kill();
            children.Return(child);
        }
    }

    private ChildProcess Rent(ImageInput input, CancellationToken cancellation)
    {
        try
        {
            return children.Rent(input, cancellation);
        }
        catch (ChildProcessException e)
        {
            throw new ImageResizeException(CrashFault.NotStarted(e));
        }
    }

    /// <summary>Copies an image to where a child reads it.</summary>
    private static void Put(ImageInput input, ChildProcess child, CancellationToken cancellation)
    {
        child.Holds = null;
        SharedInput shared = child.Input;
        try
        {
            shared.SetLength(input.Length);
            if (input.IsWhole)
            {
                shared.Write(input.Bytes, 0);
            }
            else
            {
                using Stream file = input.OpenStream();
                byte[] piece = new byte[Math.Min(input.Length, PieceLength)];
                for (long offset = 0; offset < input.Length; offset += piece.Length)
                {
                    cancellation.ThrowIfCancellationRequested();
                    int count = (int)Math.Min(piece.Length, input.Length - offset);
                    file.ReadExactly(piece, 0, count);
                    shared.Write(piece.AsSpan(0, count), offset);
                }
            }
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }

        child.Holds = new WeakReference(input);
    }
}
