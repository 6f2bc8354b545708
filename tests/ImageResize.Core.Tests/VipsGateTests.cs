using ImageResize.Imaging.Engines.Vips;

namespace ImageResize.Core.Tests;

public sealed class VipsGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Nobody_waits_for_an_operation_that_was_asked_to_end_and_hangs()
    {
        using var stop = new CancellationTokenSource();
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        Thread hanging = Start(() => VipsGate.Shared(() => Hang(entered, release), stop.Token));
        entered.Wait(TestContext.Current.CancellationToken);
        stop.Cancel();

        // Other tests are inside for a moment each; sooner or later it is free.
        Assert.True(SpinWait.SpinUntil(() => VipsGate.TryAlone(() => { }, CancellationToken.None), Patience));
        release.Set();
        hanging.Join();
    }

    [Fact]
    public void One_that_is_alone_and_hangs_keeps_nobody_out_once_it_was_asked_to_end()
    {
        using var stop = new CancellationTokenSource();
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        Thread hanging = Start(() => Assert.True(SpinWait.SpinUntil(() => VipsGate.TryAlone(() => Hang(entered, release), stop.Token), Patience)));
        entered.Wait(TestContext.Current.CancellationToken);
        Thread other = Start(() => VipsGate.Shared(() => 1, CancellationToken.None));
        Assert.False(other.Join(TimeSpan.FromMilliseconds(20)));
        stop.Cancel();
        Assert.True(other.Join(Patience));
        release.Set();
        hanging.Join();

        // The late one has closed nothing behind itself.
        Assert.Equal(2, VipsGate.Shared(() => 2, CancellationToken.None));
    }

    private static Thread Start(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        return thread;
    }

    private static bool Hang(ManualResetEventSlim entered, ManualResetEventSlim release)
    {
        entered.Set();
        release.Wait(CancellationToken.None);
        return true;
    }
}
