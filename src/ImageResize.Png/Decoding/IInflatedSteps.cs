namespace ImageResize.Png.Decoding;

/// <summary>Gives the inflated bytes of an image, step by step.</summary>
internal interface IInflatedSteps
{
    /// <summary>The next step; there must be one.</summary>
    /// <param name="pending">Bytes of the steps before that were not taken yet; they are before those of the step.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    InflatedStep Next(nint pending);

    /// <summary>
    /// Something is wrong: whether the steps so far are those of one thread, so that it is told at the same place and in the same words. Then those that follow
    /// are, too.
    /// </summary>
    bool AreOfOneThread();

    /// <summary>All rows have come: leaves the inflater where the last one ends. False where that cannot be, which one thread is to look at.</summary>
    bool TryComplete();

    /// <summary>Ends all work, and gives back what was lent.</summary>
    void End();
}
