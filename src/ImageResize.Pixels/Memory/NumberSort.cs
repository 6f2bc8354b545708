namespace ImageResize.Pixels.Memory;

/// <summary>
/// Sorts some hundred numbers, by D. L. Shell's method with M. Ciura's gaps ("Best Increments for the Average Case of Shellsort", 2001).
/// The framework's sorting of 64-bit numbers, and of pairs, is not compiled ahead of time, and slow until the runtime's compiler comes to it.
/// </summary>
internal static class NumberSort
{
    private static ReadOnlySpan<int> Gaps => [301, 132, 57, 23, 10, 4, 1];

    /// <summary>Puts numbers into rising order; the time grows with little less than the square of their number where they are thousands.</summary>
    public static void Sort(Span<long> numbers)
    {
        foreach (int gap in Gaps)
        {
            for (int i = gap; i < numbers.Length; i++)
            {
                long number = numbers[i];
                int place = i;
                for (; place >= gap && numbers[place - gap] > number; place -= gap)
                    numbers[place] = numbers[place - gap];
                numbers[place] = number;
            }
        }
    }
}
