using OkrGrains.Model.Measures;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Windows;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Measures;

/// <summary>Checks that a prorated target has a value of which a part can be compared (goal-model §4, part of a period).</summary>
internal static class ProrateRules
{
    /// <summary>Refuses <c>prorate</c> where the value is no sum or count over a window that is made of its unit.</summary>
    /// <param name="goal">The keys of the goal with the target.</param>
    /// <param name="target">The target; null when none is given or it was refused.</param>
    /// <param name="measure">The measure of the value; null if it is derived.</param>
    public static void Check(Fields goal, Target? target, Measure? measure)
    {
        if (target is not LinearTarget { Prorate: not Prorate.None and var unit })
        {
            return;
        }

        if (measure?.Aggregation is not (Aggregation.Sum or Aggregation.Count))
        {
            goal.RefuseMeaningless("prorate", "only a sum or a count of readings runs up in its window");
        }
        else if (!IsMadeOf(unit, measure.Window))
        {
            goal.RefuseMeaningless("prorate", "the window must be of the calendar and longer than that unit, or complete");
        }
    }

    private static bool IsMadeOf(Prorate unit, Window window) => window switch
    {
        CompleteWindow => true,
        CalendarWindow { Period: var period } => period > (unit == Prorate.Day ? CalendarPeriod.Day : CalendarPeriod.Hour),
        _ => false,
    };
}
