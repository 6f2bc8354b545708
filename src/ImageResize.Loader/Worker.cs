namespace ImageResize.Loader;

/// <summary>
/// A child process of the module (<c>-Isolation Process</c>), by either of its beginnings: this assembly run by dotnet, or put by
/// DOTNET_STARTUP_HOOKS before the beginning of a pwsh, which then never gets so far.
/// </summary>
internal static class Worker
{
    /// <summary>The beginning of what dotnet runs. Who runs it by hand sees it wait for messages on its standard input.</summary>
    private static void Main() => Serve();

    /// <summary>Serves the parent and ends the process.</summary>
    public static void Serve()
    {
        try
        {
            ModuleLoadContext.FindWorker().Invoke(null, null);
        }
        catch (Exception e)
        {
            // The parent shows the first line.
            Console.Error.WriteLine(e.GetBaseException().Message);
            Environment.Exit(1);
        }

        Environment.Exit(0);
    }
}
