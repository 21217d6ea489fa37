using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Canonical;

/// <summary>Writes the parts of canonical JSON: no blanks, exact decimals, only the escapes that JSON demands, and no defaults.</summary>
internal static class CanonicalJson
{
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a number given as its exact decimal, as the number types of the model print it.</summary>
    public static void WriteDecimal(this Utf8JsonWriter json, string exact) => json.WriteRawValue(exact, skipInputValidation: true);

    public static void WriteDecimal(this Utf8JsonWriter json, string key, string exact)
    {
        json.WritePropertyName(key);
        json.WriteDecimal(exact);
    }

    public static void WriteText(this Utf8JsonWriter json, string key, string? text)
    {
        if (text is not null)
        {
            json.WriteString(key, text);
        }
    }

    public static void WriteFlag(this Utf8JsonWriter json, string key, bool flag)
    {
        if (flag)
        {
            json.WriteBoolean(key, flag);
        }
    }

    /// <summary>Writes a word unless it is the default, which is the value zero of each enum of the model.</summary>
    public static void WriteWord<T>(this Utf8JsonWriter json, string key, Words<T> words, T meaning)
        where T : struct
    {
        if (!EqualityComparer<T>.Default.Equals(meaning, default))
        {
            json.WriteString(key, words.Of(meaning));
        }
    }

    public static void WriteWeight(this Utf8JsonWriter json, Weight weight)
    {
        if (weight != Weight.One)
        {
            json.WriteDecimal("weight", weight.ToString());
        }
    }

    public static void WriteDuration(this Utf8JsonWriter json, string key, Duration? duration) =>
        json.WriteText(key, duration?.ToString());

    public static void WriteDate(this Utf8JsonWriter json, string key, DateOnly date) =>
        json.WriteString(key, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static void WriteMilestones(this Utf8JsonWriter json, ImmutableArray<Milestone> milestones)
    {
        if (milestones.Length == 0)
        {
            return;
        }

        json.WriteStartArray("milestones");
        foreach (var milestone in milestones)
        {
            json.WriteStartObject();
            json.WriteDate("date", milestone.Date);
            json.WriteDecimal("progress", milestone.Progress.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
