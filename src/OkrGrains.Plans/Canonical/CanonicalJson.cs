using System.Text.Encodings.Web;
using System.Text.Json;

namespace OkrGrains.Plans.Canonical;

/// <summary>How canonical JSON is spelt: no blanks, exact decimals, only those escapes that JSON demands.</summary>
internal static class CanonicalJson
{
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a number by its exact decimal, as the number types of the model print it.</summary>
    public static void WriteDecimal(this Utf8JsonWriter json, string exact) => json.WriteRawValue(exact, skipInputValidation: true);
}
