namespace ImageResize.Imaging;

/// <summary>Which part of an image is kept where some of it must go.</summary>
public enum CropPosition
{
    /// <summary>The middle.</summary>
    Center,

    /// <summary>The upper edge, in the middle.</summary>
    Top,

    /// <summary>The upper right corner.</summary>
    TopRight,

    /// <summary>The right edge, in the middle.</summary>
    Right,

    /// <summary>The lower right corner.</summary>
    BottomRight,

    /// <summary>The lower edge, in the middle.</summary>
    Bottom,

    /// <summary>The lower left corner.</summary>
    BottomLeft,

    /// <summary>The left edge, in the middle.</summary>
    Left,

    /// <summary>The upper left corner.</summary>
    TopLeft,
}
