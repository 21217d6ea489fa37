using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Rules;

/// <summary>Computes the expected progress, the status and the grade of a key result or an objective (goal-model §7, §8).</summary>
public static class StatusRules
{
    private const long SuccessOfAspirational = 700_000_000;
    private const long YellowOfAspirational = 400_000_000;
    private const long YellowOfCommitted = 700_000_000;

    /// <summary>
    /// Returns the expected progress: 0 at or before the cycle's start, 1 at or after its end, linear between these and the milestones. It
    /// is rounded once, half to even.
    /// </summary>
    /// <param name="cycle">The cycle's time.</param>
    /// <param name="milestones">The goal's own milestones, by ascending date.</param>
    /// <param name="workspace">The zone in which the milestones' dates start.</param>
    /// <param name="at">The instant of evaluation, T.</param>
    public static Portion Expected(CycleSpan cycle, ImmutableArray<Milestone> milestones, Zone workspace, Instant at)
    {
        if (at <= cycle.Start)
        {
            return Portion.Zero;
        }

        if (at >= cycle.End)
        {
            return Portion.One;
        }

        var (from, reached) = (cycle.Start, Portion.Zero);
        foreach (var milestone in milestones)
        {
            var time = workspace.StartOf(milestone.Date);
            if (time > at)
            {
                return Between(from, reached, time, milestone.Progress, at);
            }

            (from, reached) = (time, milestone.Progress);
        }

        return Between(from, reached, cycle.End, Portion.One, at);
    }

    /// <summary>The least score that is a success once the cycle has ended.</summary>
    public static Portion SuccessThreshold(Commitment commitment) =>
        commitment == Commitment.Committed ? Portion.One : new(SuccessOfAspirational);

    /// <summary>Returns the status: the first that applies (goal-model §7).</summary>
    /// <param name="cycle">The cycle's time; null for a goal without a cycle.</param>
    /// <param name="expected">The expected progress at T; ignored without a cycle.</param>
    /// <param name="score">The score at T.</param>
    /// <param name="coverage">The coverage at T.</param>
    /// <param name="commitment">The commitment of the objective.</param>
    /// <param name="policy">The workspace's thresholds.</param>
    /// <param name="at">The instant of evaluation, T.</param>
    public static Status StatusOf(
        CycleSpan? cycle, Portion expected, Portion score, Portion coverage, Commitment commitment, Policy policy, Instant at)
    {
        if (cycle is { } before && at < before.Start)
        {
            return Status.NotStarted;
        }

        if (coverage == Portion.Zero)
        {
            return Status.NoData;
        }

        if (score >= Portion.One)
        {
            return Status.Achieved;
        }

        if (cycle is not { } span)
        {
            return Status.OnTrack;
        }

        if (at >= span.End)
        {
            return score >= SuccessThreshold(commitment) ? Status.Succeeded : Status.Missed;
        }

        var gap = expected.Grid - score.Grid;
        return gap <= policy.BehindAfter.Units ? Status.OnTrack
            : gap <= policy.AtRiskAfter.Units ? Status.Behind
            : Status.AtRisk;
    }

    /// <summary>Returns the grade; null before the cycle's end and without a cycle (goal-model §8).</summary>
    public static Grade? GradeOf(CycleSpan? cycle, Portion score, Commitment commitment, Instant at)
    {
        if (cycle is not { } span || at < span.End)
        {
            return null;
        }

        var yellow = commitment == Commitment.Committed ? YellowOfCommitted : YellowOfAspirational;
        return score >= SuccessThreshold(commitment) ? Grade.Green : score.Grid >= yellow ? Grade.Yellow : Grade.Red;
    }

    /// <summary>Adds expected progress, status and grade to figures that have a score and a coverage.</summary>
    internal static GoalFigures Judge(
        GoalFigures figures,
        Commitment commitment,
        CycleSpan? cycle,
        ImmutableArray<Milestone> milestones,
        Policy policy,
        Zone workspace,
        Instant at)
    {
        var score = figures.Score ?? Portion.Zero;
        var coverage = figures.Coverage ?? Portion.Zero;
        Portion? expected = cycle is { } span ? Expected(span, milestones, workspace, at) : null;
        return figures with
        {
            Expected = expected,
            Status = StatusOf(cycle, expected ?? Portion.Zero, score, coverage, commitment, policy, at),
            Grade = GradeOf(cycle, score, commitment, at),
        };
    }

    // The whole quotient is rounded once. To round only the step since the last milestone would break ties by the parity of the wrong
    // number.
    private static Portion Between(Instant from, Portion reached, Instant to, Portion next, Instant at)
    {
        Int128 length = to.UnixMillis - from.UnixMillis;
        Int128 passed = at.UnixMillis - from.UnixMillis;
        return new((long)HalfEven.Divide((reached.Grid * length) + ((next.Grid - reached.Grid) * passed), length));
    }
}
