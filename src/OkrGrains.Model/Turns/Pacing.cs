using System.Collections.Immutable;
using OkrGrains.Model.Cycles;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Objectives;
using OkrGrains.Model.Plans;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Turns;

/// <summary>All that decides the status and grade of a key result or objective beside its score, its coverage and the clock.</summary>
/// <param name="Cycle">The cycle's time.</param>
/// <param name="Milestones">The goal's own, by ascending date.</param>
/// <param name="Workspace">The zone in which the milestones' dates start.</param>
/// <param name="Policy">The workspace's thresholds.</param>
/// <param name="Commitment">The objective's.</param>
public sealed record Pacing(
    CycleSpan Cycle, ImmutableArray<Milestone> Milestones, Zone Workspace, Policy Policy, Commitment Commitment)
{
    /// <summary>The first instant after <paramref name="at"/> at which the status is another if score and coverage stay; null for never.</summary>
    public Turn? NextStatus(Portion score, Portion coverage, Instant at)
    {
        var now = StatusAt(score, coverage, at);
        foreach (var instant in InstantsAfter(score, at))
        {
            if (StatusAt(score, coverage, instant) is var then && then != now)
            {
                return new Turn(instant, then, null);
            }
        }

        return null;
    }

    /// <summary>As <see cref="NextStatus"/>, of status or grade: the grade begins with the cycle's end.</summary>
    public Instant? NextVerdict(Portion score, Portion coverage, Instant at)
    {
        var turn = NextStatus(score, coverage, at)?.At;
        return at < Cycle.End && (turn is not { } status || status > Cycle.End) ? Cycle.End : turn;
    }

    private Status StatusAt(Portion score, Portion coverage, Instant at) => Pace.StatusOf(
        Cycle, Pace.Expected(Cycle, Milestones, Workspace, at), score, coverage, Commitment, Policy, at);

    /// <summary>Wherever the status of a fixed score can change, in order: between two of them it cannot.</summary>
    private IEnumerable<Instant> InstantsAfter(Portion score, Instant at)
    {
        Instant[] instants =
        [
            Cycle.Start,
            ExpectedPath.FirstAtLeast(this, score.Grid + Policy.BehindAfter.Units + 1),
            ExpectedPath.FirstAtLeast(this, score.Grid + Policy.AtRiskAfter.Units + 1),
            Cycle.End,
        ];
        return instants.Where(instant => instant > at).Order();
    }
}
