using System.Buffers;
using System.Text;
using System.Text.Json;
using OkrGrains.Model.Numbers;
using OkrGrains.Plans.Canonical;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>Writes a value of any shape as canonical JSON: keys in ordinal order, numbers as exact decimals, no blanks.</summary>
internal static class FreeForm
{
    public static string? ToJson(PlanNode node, FaultList faults)
    {
        if (node is BrokenNode || (node is ScalarNode && Scalars.Text(node, faults) is null))
        {
            return null;
        }

        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, CanonicalJson.Options))
        {
            Write(json, node, faults);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    // The depth of the tree is bounded by the reader, so this may recurse.
    private static void Write(Utf8JsonWriter json, PlanNode node, FaultList faults)
    {
        switch (node)
        {
            case MapNode map:
                json.WriteStartObject();
                foreach (var value in map.Values.OrderBy(value => value.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(value.Key!);
                    Write(json, value, faults);
                }

                json.WriteEndObject();
                break;
            case ListNode list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(json, item, faults);
                }

                json.WriteEndArray();
                break;
            case ScalarNode scalar:
                Write(json, scalar, faults);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, ScalarNode scalar, FaultList faults)
    {
        if (scalar.Quoted)
        {
            json.WriteStringValue(scalar.Text);
        }
        else if (scalar.IsNull)
        {
            json.WriteNullValue();
        }
        else if (scalar.Text is "true" or "false")
        {
            json.WriteBooleanValue(scalar.Text == "true");
        }
        else if (LooksLikeNumber(scalar.Text))
        {
            json.WriteDecimal((Scalars.Number(scalar, faults) ?? default).ToString());
        }
        else
        {
            json.WriteStringValue(scalar.Text);
        }
    }

    // Only an unquoted scalar in the form of a decimal is a number; any other, such as `10-20`, is text.
    private static bool LooksLikeNumber(string text)
    {
        var digits = text.AsSpan().TrimStart("+-");
        return digits.Length > 0
            && (char.IsAsciiDigit(digits[0]) || digits[0] == '.')
            && digits.ContainsAnyInRange('0', '9')
            && PlainNumber.TryParse(text, out double _);
    }
}
