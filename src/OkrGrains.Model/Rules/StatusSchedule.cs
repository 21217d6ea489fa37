using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Rules;

/// <summary>
/// Everything that decides the status and grade of a key result or objective, apart from its score, its coverage and the clock.
/// </summary>
/// <param name="Cycle">The time of the cycle.</param>
/// <param name="Milestones">The goal's own milestones, by ascending date.</param>
/// <param name="Workspace">The zone in which the milestones' dates start.</param>
/// <param name="Policy">The workspace's thresholds.</param>
/// <param name="Commitment">The commitment of the objective.</param>
public sealed record StatusSchedule(
    CycleSpan Cycle, ImmutableArray<Milestone> Milestones, Zone Workspace, Policy Policy, Commitment Commitment)
{
    /// <summary>Returns the first status change after <paramref name="at"/> if score and coverage stay; null for never.</summary>
    public StatusChange? NextStatus(Portion score, Portion coverage, Instant at)
    {
        var now = StatusAt(score, coverage, at);
        foreach (var instant in InstantsAfter(score, at))
        {
            if (StatusAt(score, coverage, instant) is var then && then != now)
            {
                return new StatusChange(instant, then, null);
            }
        }

        return null;
    }

    /// <summary>
    /// Returns the instant of the first change of status or grade after <paramref name="at"/> if score and coverage stay; null for never.
    /// The grade changes at the cycle's end, where it begins.
    /// </summary>
    public Instant? NextVerdict(Portion score, Portion coverage, Instant at)
    {
        var change = NextStatus(score, coverage, at)?.At;
        return at < Cycle.End && (change is not { } status || status > Cycle.End) ? Cycle.End : change;
    }

    private Status StatusAt(Portion score, Portion coverage, Instant at) => StatusRules.StatusOf(
        Cycle, StatusRules.Expected(Cycle, Milestones, Workspace, at), score, coverage, Commitment, Policy, at);

    /// <summary>Returns, in order, the only instants after <paramref name="at"/> at which the status of a fixed score can change.</summary>
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
