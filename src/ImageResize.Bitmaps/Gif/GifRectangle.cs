namespace ImageResize.Bitmaps.Gif;

/// <summary>A part of the picture that a frame draws.</summary>
/// <param name="Left">Its first column.</param>
/// <param name="Top">Its first row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct GifRectangle(int Left, int Top, int Width, int Height);
