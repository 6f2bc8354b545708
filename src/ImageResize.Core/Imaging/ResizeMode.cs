namespace ImageResize.Imaging;

/// <summary>How an image meets the size asked for.</summary>
public enum ResizeMode
{
    /// <summary>As large as fits inside the box, aspect ratio kept.</summary>
    Fit,

    /// <summary>Exactly the size asked for, aspect ratio not kept.</summary>
    Stretch,

    /// <summary>Fills the box, aspect ratio kept: what does not fit in it is cut off.</summary>
    Fill,
}
