using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Turns;

/// <summary>
/// Expected progress read the other way round: when it is reached. It never falls, and its rounding half to even is solved for, so that
/// the answer is the very millisecond (goal-model §7).
/// </summary>
internal static class ExpectedPath
{
    /// <summary>
    /// The first instant, not before the cycle's start, at which the expected progress is at least so many grid steps; the cycle's end when
    /// it does not get there before.
    /// </summary>
    public static Instant FirstAtLeast(Pacing pacing, Int128 least)
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

        // Where the zone left the first date out, a milestone can stand right at the start, where nothing is expected yet.
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

        // Rounded, reached + rise · passed / length is at least `least` from half a step below it on: there included only when the tie goes
        // up, to an even number.
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
