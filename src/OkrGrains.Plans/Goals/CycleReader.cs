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
        var end = End(cycle);
        var closeAfter = CloseAfter(cycle);
        cycle.RefuseUnknown();
        if (start is null || end is null)
        {
            return null;
        }

        if (start.Value >= end.Value)
        {
            cycle.Faults.Add((cycle.Take("through") ?? cycle.Take("end"))!, FaultReason.EndNotAfterStart, "the end must come after the start");
        }

        return new CycleDefinition(id, start.Value, end.Value, closeAfter) { GivesLastDay = cycle.Has("through") };
    }

    /// <summary>Returns the end, which is the day after the last one if that is given in its place (goal-model §7).</summary>
    private static DateOnly? End(Fields cycle)
    {
        if (cycle.Take("through") is not { } node)
        {
            return cycle.Require("end") is { } after ? Scalars.Date(after, cycle.Faults) : null;
        }

        if (cycle.Take("end") is not null)
        {
            cycle.Faults.Add(cycle.Map, FaultReason.TwoEnds, "only one of end, through can be given");
            return null;
        }

        var through = Scalars.Date(node, cycle.Faults);
        if (through == DateOnly.MaxValue)
        {
            cycle.Faults.Add(node, FaultReason.OutOfRange, "there is no day after it");
            return null;
        }

        return through?.AddDays(1);
    }

    // A duration must be above zero, but the default of zero may be written out.
    private static Duration CloseAfter(Fields cycle) => cycle.Take("closeAfter") switch
    {
        null or ScalarNode { Text: "PT0S" } => Duration.Zero,
        var node => Scalars.Duration(node, cycle.Faults) ?? Duration.Zero,
    };
}
