namespace ImageResize.Imaging;

/// <summary>What is wrong with an image, by our own decoder of its format, whichever engine makes the output: the verdict on an image is one.</summary>
/// <param name="Damage">What is lost; null where nothing is.</param>
/// <param name="LacksEndAlone">Whether nothing is lost although the end marker of a JPEG is missing, as some cameras and cut transfers leave it.</param>
/// <param name="Remarks">Oddities that cost no pixel.</param>
internal sealed record DecoderVerdict(string? Damage, bool LacksEndAlone, string[] Remarks);
