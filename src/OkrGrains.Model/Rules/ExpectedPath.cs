using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Rules;

/// <summary>
/// Finds the instant at which the expected progress reaches a value (goal-model §7). Expected progress never falls, and the search solves
/// for its rounding half to even, so the answer is exact to the millisecond.
/// </summary>
internal static class ExpectedPath
{
    /// <summary>
    /// Returns the first instant, not before the cycle's start, at which the expected progress is at least <paramref name="least"/> grid
    /// steps; the cycle's end if it does not get there before.
    /// </summary>
    public static Instant FirstAtLeast(StatusSchedule pacing, Int128 least)
    {
        var cycle = pacing.Cycle;
        if (least <= 0)
        {
            return cycle.Start;
        }

        if (least > Portion.StepsPerOne)
        {
            return cycle.End;
        }

        var (from, reached) = (cycle.Start, Portion.Zero);
        foreach (var milestone in pacing.Milestones)
        {
            var time = pacing.Workspace.StartOf(milestone.Date);
            if (Within(from, reached, time, milestone.Progress, least) is { } found)
            {
                return AfterStart(found);
            }

            (from, reached) = (time, milestone.Progress);
        }

        return AfterStart(Within(from, reached, cycle.End, Portion.One, least) ?? cycle.End);

        // If the zone left the cycle's first date out, a milestone can lie right at the start, where the expected progress is still 0.
        Instant AfterStart(Instant instant) => Instant.Max(instant, cycle.Start.Plus(1));
    }

    private static Instant? Within(Instant from, Portion reached, Instant to, Portion next, Int128 least)
    {
        Int128 length = to.UnixMillis - from.UnixMillis;
        if (length <= 0)
        {
            return null;
        }

        if (reached.Grid >= least)
        {
            return from;
        }

        // The expression reached + rise · passed / length rounds to `least` or more once it is less than half a step below `least`. At
        // exactly half a step below, a tie, it rounds up only if `least` is even.
        Int128 rise = next.Grid - reached.Grid;
        if (rise == 0)
        {
            return null;
        }

        var (whole, rest) = Int128.DivRem(((2 * (least - reached.Grid)) - 1) * length, 2 * rise);
        var passed = rest == 0 && Int128.IsEvenInteger(least) ? whole : whole + 1;
        return passed < length ? from.Plus((long)passed) : null;
    }
}
