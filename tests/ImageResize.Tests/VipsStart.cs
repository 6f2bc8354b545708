using System.Runtime.CompilerServices;

namespace ImageResize.Tests;

/// <summary>
/// Starts the tests' own NetVips on one thread before any test: while one thread starts it, another that comes through a type which
/// the first waits for is let in too early, and finds types and signals that are not registered yet.
/// </summary>
internal static class VipsStart
{
    [ModuleInitializer]
    internal static void Run() => RuntimeHelpers.RunModuleConstructor(typeof(NetVips.Image).Module.ModuleHandle);
}
