using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;
using Orleans.Runtime;

namespace OkrGrains.Grains.Objectives;

internal sealed class ObjectiveGrain(IGrainContext context, GoalServices services) : GoalGrain(context, services), IObjectiveGrain
{
    protected override GoalKind Kind => GoalKind.Objective;
}
