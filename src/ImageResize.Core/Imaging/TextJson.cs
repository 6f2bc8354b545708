using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageResize.Imaging;

/// <summary>Writes a <see cref="PicturePosition"/> into JSON as its text. Stateless.</summary>
internal sealed class PicturePositionJson : JsonConverter<PicturePosition>
{
    /// <inheritdoc/>
    public override PicturePosition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJson.Read(ref reader, PicturePosition.Parse);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PicturePosition value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Writes a <see cref="TargetSize"/> into JSON as its text. Stateless.</summary>
internal sealed class TargetSizeJson : JsonConverter<TargetSize>
{
    /// <inheritdoc/>
    public override TargetSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJson.Read(ref reader, TargetSize.Parse);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TargetSize value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Writes a <see cref="PictureColor"/> into JSON as its text, without the colours that follow from it. Stateless.</summary>
internal sealed class PictureColorJson : JsonConverter<PictureColor>
{
    /// <inheritdoc/>
    public override PictureColor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJson.Read(ref reader, PictureColor.Parse);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PictureColor value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>What the converters have in common: text that is no value of the type is bad JSON.</summary>
internal static class TextJson
{
    /// <summary>Reads a text.</summary>
    /// <exception cref="JsonException">It is none, or no value of the type.</exception>
    public static T Read<T>(ref Utf8JsonReader reader, Func<string, T> parse)
    {
        try
        {
            return parse(reader.GetString() ?? throw new JsonException());
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
