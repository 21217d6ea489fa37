using OkrGrains.Grains.Readings;
using OkrGrains.Model.Goals;
using Orleans.Runtime;

namespace OkrGrains.Grains.Goals;

internal sealed class KeyResultGrain(IGrainContext context, GoalServices services)
    : ReadingGoalGrain(context, services, GoalKind.KeyResult), IKeyResultGrain;
