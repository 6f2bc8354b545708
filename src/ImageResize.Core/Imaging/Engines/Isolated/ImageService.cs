using System.Text.Json;
using ImageResize.Files;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata.Containers;
using ImageResize.Processes;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Imaging.Engines.Isolated;

/// <summary>
/// The child's side of <see cref="IsolatedEngine"/>: reads headers and makes outputs as in the parent's own process, with the same
/// code, and tells what became of it. Belongs to one thread.
/// </summary>
/// <param name="engines">The engines that read headers, in their order; the last makes the outputs.</param>
/// <param name="readFacts">What libvips tells of a file.</param>
internal sealed class ImageService(IReadOnlyList<IImageEngine> engines, Func<ImageInput, ImageFormat, DecoderFacts> readFacts) : IChildService, IDisposable
{
    private readonly InputBuffers _buffers = new();
    private readonly List<OutputBuffer> _outputs = [];
    private ImageHeader? _header;

    /// <inheritdoc/>
    public void Answer(ReadOnlySpan<byte> request, SafeFileHandle input, Stream replies)
    {
        WorkRequest work = JsonSerializer.Deserialize(request, MessageJson.Default.WorkRequest)!;
        if (work.IsNew)
            _header = null;
        WorkReply reply = Do(work, input);
        Frames.Write(replies, FrameKind.Reply, JsonSerializer.SerializeToUtf8Bytes(reply, MessageJson.Default.WorkReply));
        for (int i = 0; i < reply.Results?.Length; i++)
        {
            if (reply.Results[i].Length > 0)
                Frames.Write(replies, FrameKind.Data, _outputs[i].Written);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IImageEngine engine in engines)
            engine.Dispose();
    }

    private WorkReply Do(WorkRequest work, SafeFileHandle handle)
    {
        try
        {
            using ImageInput input = ImageInput.Open("input" + work.Extension, new OpenFile(handle), _buffers);
            input.Page = work.Page;
            return work.Outputs.Length == 0
                ? new WorkReply(readFacts(input, work.Format), null, null, 0, false)
                : Scale(input, _header ??= ReadHeader(input, work.Format), work.Outputs);
        }
        catch (ImageResizeException e)
        {
            return new WorkReply(null, null, FaultMessage.Of(e.Fault), 0, MemoryFault.IsMeantBy(e));
        }
        catch (OutOfMemoryException)
        {
            return new WorkReply(null, null, new FaultMessage(ImageErrorId.OutOfMemory, string.Empty, false), 0, LacksMemory: true);
        }
        catch (Exception e)
        {
            return new WorkReply(null, null, new FaultMessage(ImageErrorId.InternalError, $"A fault in ImageResize ({e.GetType().Name}: {e.Message}). Please report it with the file.", false), 0, MemoryFault.IsMeantBy(e));
        }
        finally
        {
            _buffers.Trim();
        }
    }

    /// <summary>By the first engine that reads it, as in the parent.</summary>
    private ImageHeader ReadHeader(ImageInput input, ImageFormat format) =>
        engines.Select(engine => engine.ReadHeader(input, format, CancellationToken.None)).First(header => header is not null)!;

    private WorkReply Scale(ImageInput input, ImageHeader header, ScaleRequest[] requests)
    {
        // Another format is read from the input, which is in memory, where the decoder asks.
        if (header.Format == ImageFormat.Jpeg && engines[^1].ReadsWhole(header, input.Length))
            input.ReadWhole();
        while (_outputs.Count < requests.Length)
            _outputs.Add(new OutputBuffer());
        var outputs = new ScaleOutput[requests.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            _outputs[i].Clear();
            outputs[i] = new ScaleOutput(requests[i], _outputs[i]);
        }

        var clock = new StageClock();
        ScaleResult[] results = [.. engines[^1].Scale(input, header, outputs, clock, CancellationToken.None)];
        return new WorkReply(null, [.. results.Select(ResultMessage.Of)], null, clock.Split()[Stage.Encode].TotalSeconds, results.Any(result => MemoryFault.IsMeantBy(result.Fault?.Cause)));
    }

    /// <summary>The input, which stays open, as a disk that holds one file.</summary>
    private sealed class OpenFile(SafeFileHandle handle) : IFileLayer
    {
        public SafeFileHandle OpenRead(string path) => new(handle.DangerousGetHandle(), ownsHandle: false);

        public int Read(SafeFileHandle handle, Span<byte> buffer, long offset) => RandomAccess.Read(handle, buffer, offset);

        public SafeFileHandle CreateNew(string path, UnixFileMode mode) => throw new NotSupportedException();

        public void Write(SafeFileHandle handle, ReadOnlySpan<byte> bytes, long offset) => throw new NotSupportedException();

        public void Flush(SafeFileHandle handle) => throw new NotSupportedException();

        public void Move(string from, string to, bool overwrite) => throw new NotSupportedException();

        public void Delete(string path) => throw new NotSupportedException();

        public void CreateDirectory(string path) => throw new NotSupportedException();
    }
}
