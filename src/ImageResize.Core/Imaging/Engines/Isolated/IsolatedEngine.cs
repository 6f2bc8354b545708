using System.Text.Json;
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

    /// <inheritdoc/>
    public ImageHeader ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation)
    {
        ImageParts? parts = VipsHeaderReader.ReadHeadParts(input, format);
        DecoderFacts facts = Ask(input, format, [], ChildExchange.CeilingFor(0, input.Length), ChildExchange.LongestFor(0), cancellation, (_, reply) => ReplyCheck.FactsOf(reply));
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
        try
        {
            return Ask(input, header.Format, requests, ChildExchange.CeilingFor(expected, input.Length), ChildExchange.LongestFor(megapixels), cancellation, (child, reply) =>
            {
                ScaleResult[] results = ReplyCheck.ResultsOf(reply, outputs, ChildExchange.SpareMemory + expected);
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
        ChildProcess child = ChildExchange.Rent(children, input, cancellation);
        (T? taken, Fault? told) = ChildExchange.Ask<(T?, Fault?)>(children, child, input, longest, cancellation, isNew =>
        {
            var request = new WorkRequest(format, input.Extension, isNew, input.Page, requests);
            child.Send(JsonSerializer.SerializeToUtf8Bytes(request, MessageJson.Default.WorkRequest), memory);
            WorkReply reply = JsonSerializer.Deserialize(child.ReadReply(), MessageJson.Default.WorkReply) ?? throw new InvalidDataException("There is nothing in it.");
            if (reply.LacksMemory)
                throw new ImageResizeException(CrashFault.LacksMemory(memory));
            return reply.Fault is { } fault ? (default, ReplyCheck.FaultOf(fault)) : (take(child, reply), null);
        });
        return told is null ? taken! : throw new ImageResizeException(told);
    }
}
