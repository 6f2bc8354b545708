namespace ImageResize.Imaging;

/// <summary>
/// Says what a file is without decoding it: length, format by content, header. Shared by the batch and by
/// Get-ImageInfo, so that both refuse the same files with the same words. Stateless, thread safe.
/// </summary>
internal static class ImageInspector
{
    /// <summary>The header of an input.</summary>
    /// <param name="input">The file.</param>
    /// <param name="readHeader">Reads the header of a file whose format is known.</param>
    /// <exception cref="ImageResizeException">It is empty, no image, of a format that is not read, or damaged.</exception>
    public static ImageHeader Inspect(ImageInput input, Func<ImageInput, ImageFormat, ImageHeader> readHeader)
    {
        if (input.Length == 0)
            throw new ImageResizeException(ImageErrorId.Empty, "The file is empty (0 bytes). Restore it from its source.");
        var signature = FormatSignature.Identify(input.Head[..Math.Min(input.Head.Length, FormatSignature.Length)], input.Extension);
        return signature.Format is { } format ? readHeader(input, format) : throw Unreadable(signature);
    }

    private static ImageResizeException Unreadable(FormatSignature signature)
    {
        string readable = string.Join(", ", FormatTraits.Read.Select(traits => traits.Name));
        if (signature is { IsOptional: true, ForeignName: { } optional })
            return new ImageResizeException(ImageErrorId.UnsupportedFormat, $"The file is {optional}, which the module {OptionalFormats.ModuleName} reads. Import it first (Import-Module {OptionalFormats.ModuleName}), or convert the file to one of: {readable}.");
        return signature.ForeignName is { } name
            ? new ImageResizeException(ImageErrorId.UnsupportedFormat, $"The file is {name}, which is not supported. Convert it first to one of: {readable}.")
            : new ImageResizeException(ImageErrorId.NotAnImage, $"The content is no image that is known, whatever the name says. Supported are {readable}.");
    }
}
