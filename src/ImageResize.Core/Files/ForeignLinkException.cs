namespace ImageResize.Files;

/// <summary>A symbolic link of another user leads to what is not his, and was not followed.</summary>
internal sealed class ForeignLinkException(string message) : IOException(message);
