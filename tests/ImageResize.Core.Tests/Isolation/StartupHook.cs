using ImageResize.Core.Tests.Isolation;
using ImageResize.Imaging.Engines;
using ImageResize.Processes;

/// <summary>The child of the tests: as the module's, but with a codec that misbehaves. It is reached only where DOTNET_STARTUP_HOOKS names this assembly of tests.</summary>
internal static class StartupHook
{
    public static void Initialize() => ChildHost.Serve(IsolatedWorker.Identity, () => IsolatedWorker.NewService(new BadCodec()));
}
