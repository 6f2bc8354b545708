namespace ImageResize.WebP.Entropy;

/// <summary>What the coefficients of a segment are multiplied by.</summary>
internal readonly record struct Quantizer(int LumaDc, int LumaAc, int Y2Dc, int Y2Ac, int ChromaDc, int ChromaAc);
