using System.Globalization;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Hints;

namespace OkrGrains.Plans.Text;

/// <summary>Reads a scalar as text, number, date and so on. Returns null when the node was refused (goal-model §1, §2, §9).</summary>
internal static class Scalars
{
    public static string? Text(PlanNode node, FaultList faults)
    {
        switch (node)
        {
            case ScalarNode { IsNull: false } scalar:
                return scalar.Text;
            case ScalarNode:
                faults.Add(node, FaultReason.WrongType, "nothing stands here: give a text or leave the key out");
                return null;
            case BrokenNode:
                return null;
            default:
                faults.Add(node, FaultReason.WrongType, "a text is expected");
                return null;
        }
    }

    public static string? Id(PlanNode node, FaultList faults)
    {
        if (Text(node, faults) is not { } text)
        {
            return null;
        }

        if (Ids.IsId(text))
        {
            return text;
        }

        const string Rule = "is no id: a letter a-z, then up to 62 of a-z, 0-9 and hyphen, the last not a hyphen";
        faults.Add(node, FaultReason.BadId, $"`{Excerpt.Of(text)}` {Rule}{IdHints.InForm(text)}");
        return null;
    }

    public static Nano? Number(PlanNode node, FaultList faults)
    {
        if (NumberText(node, faults) is not { } text)
        {
            return null;
        }

        if (Nano.TryParse(text, out var number))
        {
            return number;
        }

        const string Rule = "is no decimal within ±1e15 with at most 9 fractional digits";
        faults.Add(node, FaultReason.BadNumber, $"`{Excerpt.Of(text)}` {Rule}{NumberHints.Hint(node, text)}");
        return null;
    }

    /// <summary>Reads a number that must lie within [low, high].</summary>
    public static Portion? Portion(PlanNode node, int low, int high, FaultList faults)
    {
        if (Number(node, faults) is not { } number)
        {
            return null;
        }

        const long One = Model.Numbers.Portion.StepsPerOne;
        if (number.Units >= low * One && number.Units <= high * One)
        {
            return new Portion((long)number.Units);
        }

        var percent = high == 1 && number.Units > One && number.Units <= 100 * One ? $": {number} % is {new Nano(number.Units / 100)}" : "";
        faults.Add(node, FaultReason.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"must lie within {low} and {high}{percent}"));
        return null;
    }

    public static Weight? Weight(PlanNode node, FaultList faults)
    {
        if (NumberText(node, faults) is not { } text)
        {
            return null;
        }

        if (Model.Numbers.Weight.TryParse(text, out var weight))
        {
            return weight;
        }

        const string Rule = "is no weight: 0 to 1,000,000 with at most 6 fractional digits";
        faults.Add(node, FaultReason.BadNumber, $"`{Excerpt.Of(text)}` {Rule}");
        return null;
    }

    public static bool? Flag(PlanNode node, FaultList faults)
    {
        if (node is ScalarNode { Quoted: false, Text: "true" or "false" } scalar)
        {
            return scalar.Text == "true";
        }

        if (node is not BrokenNode)
        {
            var given = node is ScalarNode { Text: var text } ? $", not `{Excerpt.Of(text)}`" : "";
            faults.Add(node, FaultReason.BadBoolean, $"`true` or `false` is expected{given}");
        }

        return null;
    }

    public static DateOnly? Date(PlanNode node, FaultList faults)
    {
        if (Text(node, faults) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        faults.Add(node, FaultReason.BadDate, $"`{Excerpt.Of(text)}` is no date{DateHints.Hint(text)}");
        return null;
    }

    public static Duration? Duration(PlanNode node, FaultList faults)
    {
        if (Text(node, faults) is not { } text)
        {
            return null;
        }

        if (Model.Time.Duration.TryParse(text, out var duration) && duration.Milliseconds > 0)
        {
            return duration;
        }

        const string Rule = "is no duration above zero in whole days, hours, minutes and seconds (P7D, PT36H)";
        faults.Add(node, FaultReason.BadDuration, $"`{Excerpt.Of(text)}` {Rule}");
        return null;
    }

    public static string? TimeZone(PlanNode node, FaultList faults)
    {
        if (Text(node, faults) is not { } text)
        {
            return null;
        }

        if (Zone.TryFind(text, out _))
        {
            return text;
        }

        faults.Add(node, FaultReason.BadTimeZone, $"there is no IANA time zone `{Excerpt.Of(text)}`{ZoneHints.Hint(text)}");
        return null;
    }

    private static string? NumberText(PlanNode node, FaultList faults)
    {
        switch (node)
        {
            case ScalarNode { Quoted: false, IsNull: false } scalar:
                return scalar.Text;
            case ScalarNode { Quoted: true, Text: var quoted }:
                faults.Add(node, FaultReason.BadNumber, $"a number must not be quoted{NumberHints.Hint(node, quoted)}");
                return null;
            case BrokenNode:
                return null;
            default:
                faults.Add(node, FaultReason.WrongType, "a number is expected");
                return null;
        }
    }
}
