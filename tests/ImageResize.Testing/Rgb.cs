namespace ImageResize.Testing;

/// <summary>An 8-bit colour.</summary>
public readonly record struct Rgb(int R, int G, int B)
{
    public static readonly Rgb Red = new(220, 30, 30);
    public static readonly Rgb Green = new(30, 200, 40);
    public static readonly Rgb Blue = new(40, 60, 220);
    public static readonly Rgb Yellow = new(230, 220, 40);
    public static readonly Rgb White = new(255, 255, 255);

    /// <summary>Whether two colours look alike: lossy codecs and colour conversion move them a little.</summary>
    public bool IsNear(Rgb other, int tolerance = 30) =>
        Math.Abs(R - other.R) <= tolerance && Math.Abs(G - other.G) <= tolerance && Math.Abs(B - other.B) <= tolerance;
}
