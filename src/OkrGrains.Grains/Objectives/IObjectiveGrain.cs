using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Objectives;

/// <summary>The owner of an objective.</summary>
[Alias("okr.objective")]
public interface IObjectiveGrain : IGoalGrain;
