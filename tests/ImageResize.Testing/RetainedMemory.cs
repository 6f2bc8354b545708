namespace ImageResize.Testing;

/// <summary>What the heap keeps. It is the whole process's, so nothing else may run meanwhile.</summary>
public static class RetainedMemory
{
    /// <summary>By how many bytes an action makes the heap grow for good.</summary>
    public static long Growth(Action action)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        action();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }
}
