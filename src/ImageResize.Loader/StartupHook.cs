using ImageResize.Loader;

/// <summary>What .NET calls before the beginning of a program, by this very name and without a namespace, where DOTNET_STARTUP_HOOKS names this assembly.</summary>
internal static class StartupHook
{
    /// <summary>Takes the process over; does not return.</summary>
    public static void Initialize() => Worker.Serve();
}
