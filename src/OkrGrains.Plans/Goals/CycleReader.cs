using OkrGrains.Model.Definitions;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>Reads one cycle (goal-model §7, §8).</summary>
internal static class CycleReader
{
    /// <summary>Returns the cycle; null when one of its dates is missing or was refused.</summary>
    public static CycleDefinition? Read(Fields cycle)
    {
        var id = cycle.OwnId();
        var start = cycle.Require("start") is { } first ? Scalars.Date(first, cycle.Faults) : null;
        var end = cycle.Require("end") is { } after ? Scalars.Date(after, cycle.Faults) : null;
        var closeAfter = CloseAfter(cycle);
        cycle.RefuseUnknown();
        if (start is null || end is null)
        {
            return null;
        }

        if (start.Value >= end.Value)
        {
            cycle.Faults.Add(cycle.Take("end")!, FaultReason.EndNotAfterStart, "the end must come after the start");
        }

        return new CycleDefinition(id, start.Value, end.Value, closeAfter);
    }

    // A duration must be above zero, but the default of zero may be written out.
    private static Duration CloseAfter(Fields cycle) => cycle.Take("closeAfter") switch
    {
        null or ScalarNode { Text: "PT0S" } => Duration.Zero,
        var node => Scalars.Duration(node, cycle.Faults) ?? Duration.Zero,
    };
}
