using OkrGrains.Model.Goals;
using Orleans.Runtime;

namespace OkrGrains.Grains.Goals;

internal sealed class ObjectiveGrain(IGrainContext context, GoalServices services)
    : GoalGrain(context, services, GoalKind.Objective), IObjectiveGrain;
