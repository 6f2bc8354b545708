namespace ImageResize.Testing.Hostile;

/// <summary>A number in a file that says how long, how wide or where something is.</summary>
/// <param name="Offset">Where it lies, in bytes.</param>
/// <param name="Size">2 or 4 bytes.</param>
/// <param name="IsBigEndian">The order of its bytes.</param>
public readonly record struct LengthField(int Offset, int Size, bool IsBigEndian);
