namespace ImageResize.Jpeg.Fuzz;

/// <summary>What an input came to.</summary>
internal enum FuzzOutcome
{
    Sound,
    Salvaged,
    Damaged,
    BadFormat,
    Unsupported,
    TooLarge,
}
