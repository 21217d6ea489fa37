using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.KeyResults;

internal sealed class KeyResultGrain(GoalServices services) : ReadingGoalGrain(services), IKeyResultGrain
{
    protected override GoalKind Kind => GoalKind.KeyResult;
}
