using System.Text.Json;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;
using OkrGrains.Plans.Measures;

namespace OkrGrains.Plans.Canonical;

internal static class TargetWriter
{
    public static void Write(Utf8JsonWriter json, Target? target)
    {
        switch (target)
        {
            case null:
                return;
            case LinearTarget linear:
                Write(json, linear);
                break;
            case AtLeastTarget atLeast:
                json.WriteDecimal("atLeast", atLeast.Limit.ToString());
                json.WriteFlag("strict", atLeast.Strict);
                break;
            case AtMostTarget atMost:
                json.WriteDecimal("atMost", atMost.Limit.ToString());
                json.WriteFlag("strict", atMost.Strict);
                break;
            case RangeTarget range:
                Write(json, range);
                break;
            case StepsTarget steps:
                Write(json, steps);
                break;
            default:
                throw new NotSupportedException(target.GetType().Name);
        }

        if (target.Cap != Portion.One)
        {
            json.WriteDecimal("cap", target.Cap.ToString());
        }
    }

    private static void Write(Utf8JsonWriter json, LinearTarget linear)
    {
        if (linear.Baseline is not { } baseline)
        {
            json.WriteString("baseline", TargetWords.Captured);
        }
        else if (linear.End != LinearEnd.Target || baseline != Nano.Zero)
        {
            json.WriteDecimal("baseline", baseline.ToString());
        }

        json.WriteDecimal(TargetWords.Ends.Of(linear.End), linear.Amount.ToString());
        json.WriteWord("prorate", TargetWords.Prorates, linear.Prorate);
        json.WriteFlag("fromZero", linear.FromZero);
    }

    private static void Write(Utf8JsonWriter json, RangeTarget range)
    {
        json.WriteStartArray("range");
        json.WriteDecimal(range.Low.ToString());
        json.WriteDecimal(range.High.ToString());
        json.WriteEndArray();
        if (range.Tolerance != Nano.Zero)
        {
            json.WriteDecimal("tolerance", range.Tolerance.ToString());
        }
    }

    private static void Write(Utf8JsonWriter json, StepsTarget target)
    {
        json.WriteStartArray("steps");
        foreach (var step in target.Steps)
        {
            json.WriteStartArray();
            json.WriteDecimal(step.Value.ToString());
            json.WriteDecimal(step.Score.ToString());
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteWord("direction", TargetWords.Directions, target.Down);
    }
}
