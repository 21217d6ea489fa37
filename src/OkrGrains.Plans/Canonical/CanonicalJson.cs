using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Plans.Canonical;

/// <summary>How canonical JSON is spelt.</summary>
internal static class CanonicalJson
{
    public static JsonWriterOptions Options { get; } = new()
    {
        // Texts stay readable in the store; only what JSON itself demands is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static void WriteNumber(Utf8JsonWriter json, Nano number) => WriteDecimal(json, number.Units, 9);

    /// <summary>units × 10^-digits as the shortest exact decimal.</summary>
    public static void WriteDecimal(Utf8JsonWriter json, Int128 units, int digits)
    {
        var text = ((BigInteger)Int128.Abs(units)).ToString("D" + (digits + 1), System.Globalization.CultureInfo.InvariantCulture);
        var fraction = text[^digits..].TrimEnd('0');
        var sign = units < 0 ? "-" : "";
        json.WriteRawValue(sign + text[..^digits] + (fraction.Length == 0 ? "" : "." + fraction), skipInputValidation: true);
    }
}
