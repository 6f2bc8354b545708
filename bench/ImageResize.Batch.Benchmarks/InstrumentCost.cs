using System.Globalization;
using ImageResize.Batch;
using ImageResize.Batch.Benchmark;

namespace ImageResize.BatchBenchmarks;

/// <summary>What the instruments of a run cost by themselves, in processor time, which the noise of whole runs hides.</summary>
internal static class InstrumentCost
{
    public static void Print()
    {
        var clock = new StageClock();
        Print("entering a stage, about ten times an image", 5_000_000, i => clock.Enter((i & 1) == 0 ? Stage.Scale : Stage.Encode));
        long memory = 0;
        Print("sampling the memory, a hundred times a second", 20_000, _ => memory = Math.Max(memory, ProcessMemory.Current));
        Print("beginning and ending the probe, once a run", 2_000, _ =>
        {
            using var probe = new ResourceProbe();
            probe.Stop();
        });
    }

    private static void Print(string what, int times, Action<int> act)
    {
        Run(times / 10, act);
        TimeSpan before = ProcessTimes.Cpu;
        Run(times, act);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {(ProcessTimes.Cpu - before).TotalMicroseconds / times:0.000} microseconds"));
    }

    private static void Run(int times, Action<int> act)
    {
        for (int i = 0; i < times; i++)
            act(i);
    }
}
