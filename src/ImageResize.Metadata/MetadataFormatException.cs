namespace ImageResize.Metadata;

/// <summary>The bytes are not the well-formed container that a writer of metadata needs, or of a kind that it leaves alone.</summary>
internal sealed class MetadataFormatException(string message) : Exception(message);
