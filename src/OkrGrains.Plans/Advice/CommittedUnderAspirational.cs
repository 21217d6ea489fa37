using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans.Advice;

/// <summary>A committed objective all of whose parents are aspirational: what must be reached hangs on what may be missed.</summary>
internal sealed class CommittedUnderAspirational : IAdviceRule
{
    public string Code => "COMMITTED_UNDER_ASPIRATIONAL";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan) =>
        plan.Objectives
            .Where(entry => entry.Objective is { Commitment: Commitment.Committed, Parents.Length: > 0 } objective
                && objective.Parents.All(link => plan.ObjectiveOf(link.Parent).Commitment == Commitment.Aspirational))
            .Select(entry => new AdviceAt(
                entry.Place.Below("commitment"),
                $"`{entry.Objective.Id}` is committed, and all that it counts for is aspirational: align it under a committed objective too, "
                + "or make it aspirational"));
}
