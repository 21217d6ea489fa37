using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Output;

/// <summary>Writes readings and their amendments as a JSON list. The value of a retracted reading is null.</summary>
internal static class ReadingsJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    public static string Of(IEnumerable<RecordedReading> readings)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Options))
        {
            json.WriteStartArray();
            foreach (var reading in readings)
            {
                json.WriteStartObject();
                json.WriteString("producer", reading.Producer);
                json.WriteNumber("sequence", reading.Sequence);
                WriteTime(json, "time", reading.Time);
                WriteTime(json, "acceptedAt", reading.AcceptTime);
                json.WriteNumber("accepted", reading.AcceptedValue);
                WriteValue(json, reading.HasValue, reading.Value);
                json.WriteStartArray("amendments");
                foreach (var amendment in reading.Amendments)
                {
                    json.WriteStartObject();
                    WriteTime(json, "acceptedAt", amendment.AcceptTime);
                    WriteValue(json, amendment.HasValue, amendment.Value);
                    json.WriteString("author", amendment.Author);
                    json.WriteString("reason", amendment.Reason);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void WriteTime(Utf8JsonWriter json, string name, Timestamp time) =>
        json.WriteString(name, new Instant(time.ToDateTimeOffset().ToUnixTimeMilliseconds()).ToString());

    private static void WriteValue(Utf8JsonWriter json, bool counts, double value)
    {
        if (counts)
        {
            json.WriteNumber("value", value);
        }
        else
        {
            json.WriteNull("value");
        }
    }
}
