namespace OkrGrains.Plans.Advice;

/// <summary>An objective without a cycle, of which nothing can be late.</summary>
internal sealed class ObjectiveWithoutCycle : IAdviceRule
{
    public string Code => "NO_CYCLE";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan) =>
        plan.Objectives.Where(entry => entry.Objective.Cycle is null).Select(entry => new AdviceAt(
            entry.Place.Below("cycle"),
            $"`{entry.Objective.Id}` has no cycle, so it can never be late nor be graded: name one of `cycles` as its `cycle`"));
}
