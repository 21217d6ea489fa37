using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Combiners;

/// <summary>
/// Adds up some of the children of a goal that has more than a few hundred, so that the goal takes one contribution instead of theirs.
/// </summary>
[Alias("okr.combiner")]
public interface ICombinerGrain : IContributionTaker;
