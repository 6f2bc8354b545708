using System.Diagnostics;
using System.Globalization;
using ImageResize.Pixels;

namespace ImageResize.Benchmarks;

/// <summary>
/// One image by one thread and by several, in turns: medians of the wall time, and of the longest path: the processor time of the busiest thread, and then
/// of what this one does alone. That is the wall time where processors idle. The outputs must be the same.
/// </summary>
internal static class HugeRounds
{
    /// <summary>Measures.</summary>
    /// <param name="scale">Makes an output, with whoever lends processors, or null for one thread; and the processor time that this thread has used after the others were through.</param>
    /// <param name="rounds">How many rounds; two before them are not counted.</param>
    /// <param name="threads">How many threads in all, at least 2.</param>
    public static void Run(Func<IIdleProcessors?, (byte[] Output, TimeSpan Alone)> scale, int rounds, int threads)
    {
        var lender = new Lender(threads - 1);
        var figures = new List<Round>[] { [], [] };
        byte[]? first = null;
        for (int round = -2; round < rounds; round++)
        {
            foreach (bool isParallel in (bool[])[false, true])
            {
                byte[] output = Measure(() => scale(isParallel ? lender : null), lender, out Round result);
                first ??= output;
                if (!output.AsSpan().SequenceEqual(first))
                    throw new InvalidOperationException("The outputs differ.");
                if (round >= 0)
                    figures[isParallel ? 1 : 0].Add(result);
            }
        }

        Print("one thread", figures[0]);
        Print($"{threads} threads", figures[1]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"wall {Median(figures[0], r => r.Wall) / Median(figures[1], r => r.Wall):F2}, longest path {Median(figures[0], r => r.Path) / Median(figures[1], r => r.Path):F2}"));
    }

    private static byte[] Measure(Func<(byte[] Output, TimeSpan Alone)> scale, Lender lender, out Round round)
    {
        lender.Clear();
        TimeSpan own = ThreadTime.Own;
        long begin = Stopwatch.GetTimestamp();
        (byte[] output, TimeSpan alone) = scale();
        TimeSpan wall = Stopwatch.GetElapsedTime(begin);
        own = ThreadTime.Own - own;
        round = new Round(wall, alone + (own - alone > lender.Longest ? own - alone : lender.Longest), own + lender.Sum);
        return output;
    }

    private static void Print(string name, List<Round> rounds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: wall {Median(rounds, r => r.Wall):F1} ms (least {rounds.Min(r => r.Wall).TotalMilliseconds:F1}), longest path {Median(rounds, r => r.Path):F1} ms (least {rounds.Min(r => r.Path).TotalMilliseconds:F1}), processor time of all {Median(rounds, r => r.Processor):F1} ms"));

    private static double Median(List<Round> rounds, Func<Round, TimeSpan> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2).TotalMilliseconds;

    private readonly record struct Round(TimeSpan Wall, TimeSpan Path, TimeSpan Processor);

    /// <summary>Lends so many processors at a time, and sums up the time of the threads on them.</summary>
    private sealed class Lender(int count) : IIdleProcessors
    {
        private readonly Lock _gate = new();
        private int _lent;

        public TimeSpan Longest { get; private set; }

        public TimeSpan Sum { get; private set; }

        public void Clear() => (Longest, Sum) = (TimeSpan.Zero, TimeSpan.Zero);

        public IIdleProcessor? TryTake(long bytes)
        {
            lock (_gate)
                return _lent < count ? Lend() : null;
        }

        private Loan Lend()
        {
            _lent++;
            return new Loan(this);
        }

        private sealed class Loan(Lender lender) : IIdleProcessor
        {
            public bool IsWanted => false;

            public void GiveBack()
            {
                lock (lender._gate)
                {
                    lender._lent--;
                    lender.Longest = ThreadTime.Own > lender.Longest ? ThreadTime.Own : lender.Longest;
                    lender.Sum += ThreadTime.Own;
                }
            }

            public void Dispose()
            {
            }
        }
    }
}
