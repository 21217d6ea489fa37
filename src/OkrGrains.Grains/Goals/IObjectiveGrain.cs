namespace OkrGrains.Grains.Goals;

/// <summary>The grain that owns an objective.</summary>
[Alias("okr.objective")]
public interface IObjectiveGrain : IGoalGrain;
