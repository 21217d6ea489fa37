using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Objectives;

internal sealed class ObjectiveGrain(GoalServices services) : GoalGrain(services), IObjectiveGrain
{
    protected override GoalKind Kind => GoalKind.Objective;
}
