namespace ImageResize.Jpeg;

/// <summary>The sampling factors of a component, each 1 to 4, relative to the largest of all components.</summary>
/// <param name="Horizontal">The horizontal factor H.</param>
/// <param name="Vertical">The vertical factor V.</param>
public readonly record struct JpegSampling(int Horizontal, int Vertical);
