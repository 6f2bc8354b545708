namespace ImageResize.Jpeg;

/// <summary>Chooses the quality of an output by the lengths that trials have: the pixels stay, and are encoded once for each.</summary>
internal interface IQualityChooser
{
    /// <summary>The quality to try next, 1 to 100; null where the search is over.</summary>
    int? Next { get; }

    /// <summary>Whether the colour components have half the resolution at a quality. Once they have, no later trial wants all of it.</summary>
    bool HalvesChroma(int quality);

    /// <summary>Notes how long the trial of <see cref="Next"/> became; true where it is to be kept and all before it forgotten.</summary>
    bool Note(long length);
}
