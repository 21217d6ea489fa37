using OkrGrains.Model.Measures;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Measures;

/// <summary>Reads an aggregation: a word, or a map with a percentile (goal-model §3).</summary>
internal static class AggregationReader
{
    /// <summary>The percentile that the word <c>median</c> stands for, in thousandths.</summary>
    public const int Median = 50_000;

    private const int Hundred = 100_000;
    private const int UnitsPerThousandth = 1_000_000;

    /// <summary>Returns the aggregation and its percentile; null when none is given or it was refused.</summary>
    public static (Aggregation Aggregation, int Percentile)? Read(Fields measure) => measure.Take("aggregation") switch
    {
        null => null,
        MapNode map => Percentile(new Fields(map, measure.Faults)) is { } percentile ? (Aggregation.Percentile, percentile) : null,
        var node => MeasureWords.Aggregations.Find(node, measure.Faults) is { } word
            ? (word, word == Aggregation.Percentile ? Median : 0)
            : null,
    };

    private static int? Percentile(Fields aggregation)
    {
        var node = aggregation.Require("percentile");
        var number = node is null ? null : Scalars.Number(node, aggregation.Faults);
        aggregation.RefuseUnknown();
        if (number is not { Units: var units })
        {
            return null;
        }

        if (units > 0 && units <= (Int128)Hundred * UnitsPerThousandth && units % UnitsPerThousandth == 0)
        {
            return (int)(units / UnitsPerThousandth);
        }

        aggregation.Faults.Add(
            node!, FaultReason.OutOfRange, "a percentile is above 0 and at most 100, with at most 3 fractional digits");
        return null;
    }
}
