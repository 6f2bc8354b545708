namespace ImageResize.Report.Content;

/// <summary>A small picture.</summary>
/// <param name="Content">The encoded bytes.</param>
/// <param name="MediaType">Such as image/jpeg.</param>
internal sealed record Thumbnail(byte[] Content, string MediaType)
{
    /// <summary>The picture as an address that needs no file.</summary>
    public string DataUri => $"data:{MediaType};base64,{Convert.ToBase64String(Content)}";
}
