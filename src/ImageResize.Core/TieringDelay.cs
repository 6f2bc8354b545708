using System.Runtime;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace ImageResize;

/// <summary>
/// Keeps the runtime from compiling anew what is called often while a run is young. The code is there, compiled ahead of time and
/// optimised; the runtime would compile some 3,000 methods of it, of the framework's and of PowerShell's once or twice more, which
/// takes one to two seconds of processor time beside the images and makes them no cheaper, since the kernels are compiled for this
/// processor in any case (docs/benchmarks.md, "The start").
/// <para>
/// The runtime itself waits until a start is over: as long as in each tenth of a second some method is called for the first time
/// (docs/design/features/tiered-compilation.md in dotnet/runtime). So one is, for half a minute in the life of a process: other code in
/// it waits as well. Where a runtime does otherwise nothing comes of it. Thread safe.
/// </para>
/// </summary>
internal sealed class TieringDelay : IDisposable
{
    /// <summary>Half of what the runtime waits, so that a busy machine does not miss it.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private static readonly Lock Gate = new();
    private static readonly IEnumerator<Action> FreshMethods = ListMethods().GetEnumerator();
    private static bool _isOver = RuntimeInformation.ProcessArchitecture == Architecture.X64 && !HasInstructions;

    private readonly object _stop = new();
    private bool _isStopped;

    /// <summary>Begins it, or goes on, until this is disposed of.</summary>
    public TieringDelay()
    {
        // Not a timer: threads of the pool spin before they sleep, which takes more than all the rest.
        if (!IsOver)
            new Thread(Run) { IsBackground = true, Name = "ImageResize tiering" }.Start();
    }

    /// <summary>Whether nothing is delayed any more.</summary>
    public static bool IsOver => Volatile.Read(ref _isOver);

    /// <summary>What build/Precompile.targets compiles for; on an older processor that code is not used.</summary>
    private static bool HasInstructions => Avx2.IsSupported && Bmi2.IsSupported && Fma.IsSupported && Lzcnt.IsSupported;

    /// <summary>Ends it for good: there is code now that was not compiled ahead.</summary>
    public static void End() => Volatile.Write(ref _isOver, true);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_stop)
        {
            _isStopped = true;
            Monitor.Pulse(_stop);
        }
    }

    private void Run()
    {
        lock (_stop)
            while (!_isStopped && !Monitor.Wait(_stop, Period) && !IsOver)
                lock (Gate)
                    if (!TryCallNext())
                        End();
    }

    /// <summary>Calls another method; false where there is none, or where it had to be compiled, as then all that is here has to be.</summary>
    private static bool TryCallNext()
    {
        if (!FreshMethods.MoveNext())
            return false;
        Action method = FreshMethods.Current;
        long before = JitInfo.GetCompiledMethodCount(currentThread: true);
        method();
        return JitInfo.GetCompiledMethodCount(currentThread: true) == before;
    }

    private static IEnumerable<Action> ListMethods()
    {
        // Each instance of a generic method over values is a method of its own.
        Func<Action[]>[] rows =
        [
            Row<bool>, Row<byte>, Row<sbyte>, Row<short>, Row<ushort>, Row<char>, Row<int>, Row<uint>, Row<long>, Row<ulong>, Row<nint>, Row<nuint>, Row<Int128>, Row<UInt128>,
            Row<Half>, Row<float>, Row<double>, Row<decimal>, Row<DateTime>, Row<DateTimeOffset>, Row<DateOnly>, Row<TimeOnly>, Row<TimeSpan>, Row<Guid>, Row<Index>,
        ];
        return rows.SelectMany(row => row());
    }

    private static Action[] Row<T>() =>
    [
        Nothing<T, bool>, Nothing<T, byte>, Nothing<T, sbyte>, Nothing<T, short>, Nothing<T, ushort>, Nothing<T, char>, Nothing<T, int>, Nothing<T, uint>, Nothing<T, long>,
        Nothing<T, ulong>, Nothing<T, nint>, Nothing<T, nuint>, Nothing<T, Int128>, Nothing<T, UInt128>, Nothing<T, Half>, Nothing<T, float>, Nothing<T, double>,
        Nothing<T, decimal>, Nothing<T, DateTime>, Nothing<T, DateTimeOffset>, Nothing<T, DateOnly>, Nothing<T, TimeOnly>, Nothing<T, TimeSpan>, Nothing<T, Guid>, Nothing<T, Index>,
    ];

    private static void Nothing<TFirst, TSecond>()
    {
    }
}
