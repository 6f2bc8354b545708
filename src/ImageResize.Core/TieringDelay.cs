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
/// (docs/design/features/tiered-compilation.md in dotnet/runtime). So one is, for half a minute or <see cref="MostImages"/> images in the life of a
/// process: other code in it waits as well, and what is called for each image, in PowerShell above all, is slower for it. Where a runtime does otherwise nothing comes of it. Thread safe.
/// </para>
/// </summary>
internal sealed class TieringDelay : IDisposable
{
    /// <summary>Half of what the runtime waits, so that a busy machine does not miss it.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    /// <summary>After so many images, what each has cost more comes to what compiling takes.</summary>
    public const int MostImages = 4000;

    private static readonly Lock Gate = new();
    private static readonly IEnumerator<Action> FreshMethods = ListMethods().GetEnumerator();
    private static bool _isOver = RuntimeInformation.ProcessArchitecture == Architecture.X64 && !HasInstructions;

    private static int _images;

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

    /// <summary>One more image is done.</summary>
    public static void CountImage()
    {
        if (Interlocked.Increment(ref _images) == MostImages)
            End();
    }

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
        // Each instance of a generic method over values is a method of its own. Over types of this assembly: instances over others'
        // are not compiled ahead where the layout of a type may change.
        Func<Action[]>[] rows =
        [
            Row<A>, Row<B>, Row<C>, Row<D>, Row<E>, Row<F>, Row<G>, Row<H>, Row<I>, Row<J>, Row<K>, Row<L>, Row<M>, Row<N>, Row<O>, Row<P>, Row<Q>,
            Row<R>, Row<S>, Row<T>, Row<U>, Row<V>, Row<W>, Row<X>, Row<Y>,
        ];
        return rows.SelectMany(row => row());
    }

    private static Action[] Row<TFirst>() =>
    [
        Nothing<TFirst, A>, Nothing<TFirst, B>, Nothing<TFirst, C>, Nothing<TFirst, D>, Nothing<TFirst, E>, Nothing<TFirst, F>, Nothing<TFirst, G>, Nothing<TFirst, H>, Nothing<TFirst, I>,
        Nothing<TFirst, J>, Nothing<TFirst, K>, Nothing<TFirst, L>, Nothing<TFirst, M>, Nothing<TFirst, N>, Nothing<TFirst, O>, Nothing<TFirst, P>, Nothing<TFirst, Q>, Nothing<TFirst, R>,
        Nothing<TFirst, S>, Nothing<TFirst, T>, Nothing<TFirst, U>, Nothing<TFirst, V>, Nothing<TFirst, W>, Nothing<TFirst, X>, Nothing<TFirst, Y>,
    ];

    private static void Nothing<TFirst, TSecond>()
    {
    }

    private readonly struct A;
    private readonly struct B;
    private readonly struct C;
    private readonly struct D;
    private readonly struct E;
    private readonly struct F;
    private readonly struct G;
    private readonly struct H;
    private readonly struct I;
    private readonly struct J;
    private readonly struct K;
    private readonly struct L;
    private readonly struct M;
    private readonly struct N;
    private readonly struct O;
    private readonly struct P;
    private readonly struct Q;
    private readonly struct R;
    private readonly struct S;
    private readonly struct T;
    private readonly struct U;
    private readonly struct V;
    private readonly struct W;
    private readonly struct X;
    private readonly struct Y;
}
