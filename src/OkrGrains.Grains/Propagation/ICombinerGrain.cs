namespace OkrGrains.Grains.Propagation;

/// <summary>
/// The grain that adds up some of the children of a goal which has more than 256, so that the goal takes one contribution instead of
/// theirs.
/// </summary>
[Alias("okr.combiner")]
public interface ICombinerGrain : IContributionTaker;
