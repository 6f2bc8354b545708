using System.Diagnostics;
using ImageResize.SideBySide.Tools;

namespace ImageResize.SideBySide;

/// <summary>The figures of one run of a tool over the inputs of a way.</summary>
internal sealed record Run
{
    private const int SampleMilliseconds = 20;
    private const int StartImages = 100, LateImages = 1000;

    /// <summary>Images a second of the whole process, its start included.</summary>
    public double Rate { get; private init; }

    /// <summary>Milliseconds of processor time an image of the whole process, all threads.</summary>
    public double Processor { get; private init; }

    /// <summary>Images a second in the second half of the outputs, by the times at which they were written.</summary>
    public double WarmRate { get; private init; }

    /// <summary>Milliseconds of processor time an image in that half.</summary>
    public double WarmProcessor { get; private init; }

    /// <summary>Seconds from the start of the process to the first output.</summary>
    public double FirstOutput { get; private init; }

    /// <summary>Images a second from the first output to the hundredth; NaN where there are fewer.</summary>
    public double StartRate { get; private init; }

    /// <summary>Images a second after the thousandth output; NaN where there are too few.</summary>
    public double LateRate { get; private init; }

    /// <summary>Peak resident bytes.</summary>
    public long PeakBytes { get; private init; }

    /// <summary>Bytes an output, on the average.</summary>
    public double OutputBytes { get; private init; }

    /// <summary>Runs a tool once.</summary>
    /// <exception cref="InvalidOperationException">It failed, or outputs are missing.</exception>
    public static Run Of(Tool tool, WorkFolder work)
    {
        work.ClearOutputs();
        (Samples samples, string said, int exitCode) = Watch(tool.Command(work));
        FileInfo[] outputs = [.. new DirectoryInfo(work.Outputs).GetFiles().OrderBy(file => file.LastWriteTimeUtc)];
        if (exitCode != 0 || outputs.Length != work.Count)
            throw new InvalidOperationException($"{tool.Name} failed: exit code {exitCode}, {outputs.Length} outputs of {work.Count}. {said}");
        DateTime Written(int index) => outputs[index].LastWriteTimeUtc;
        double Between(int from, int to) => (to - from) / Math.Max((Written(to) - Written(from)).TotalSeconds, 1e-9);
        int last = outputs.Length - 1, half = outputs.Length / 2;
        double warm = (samples.Processor - samples.ProcessorAt(Written(half))).TotalMilliseconds;
        return new Run
        {
            Rate = outputs.Length / samples.Elapsed.TotalSeconds,
            Processor = samples.Processor.TotalMilliseconds / outputs.Length,
            WarmRate = Between(half, last),
            WarmProcessor = warm / Math.Max(1, last - half),
            FirstOutput = (Written(0) - samples.Began).TotalSeconds,
            StartRate = outputs.Length > StartImages ? Between(0, StartImages) : double.NaN,
            LateRate = outputs.Length > LateImages + StartImages ? Between(LateImages, last) : double.NaN,
            PeakBytes = samples.PeakBytes,
            OutputBytes = outputs.Average(file => (double)file.Length),
        };
    }

    /// <summary>Peak resident bytes of a process that does nothing.</summary>
    public static long Idle(Tool tool) => Watch(tool.Idle()).Samples.PeakBytes;

    private static (Samples Samples, string Said, int ExitCode) Watch(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var samples = new Samples();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        while (!process.WaitForExit(SampleMilliseconds))
            samples.Take(process.Id);
        process.WaitForExit();
        samples.End();
        return (samples, output.Result + error.Result, process.ExitCode);
    }

    /// <summary>What a process had used at which time.</summary>
    private sealed class Samples
    {
        private readonly List<(DateTime At, TimeSpan Processor)> _used = [];
        private DateTime _ended;

        public DateTime Began { get; } = DateTime.UtcNow;

        public TimeSpan Elapsed => _ended - Began;

        public TimeSpan Processor => _used.Count > 0 ? _used[^1].Processor : TimeSpan.Zero;

        public long PeakBytes { get; private set; }

        public void Take(int process)
        {
            (TimeSpan used, long memory) = ProcessTree.Measure(process);

            // A process that has ended tells nothing any more: the last sample counts.
            if (used >= Processor)
                _used.Add((DateTime.UtcNow, used));
            PeakBytes = Math.Max(PeakBytes, memory);
        }

        public void End() => _ended = DateTime.UtcNow;

        public TimeSpan ProcessorAt(DateTime time) => _used.LastOrDefault(sample => sample.At <= time).Processor;
    }
}
