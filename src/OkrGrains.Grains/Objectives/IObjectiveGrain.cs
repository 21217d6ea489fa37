using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Objectives;

/// <summary>The grain that owns an objective.</summary>
[Alias("okr.objective")]
public interface IObjectiveGrain : IGoalGrain;
