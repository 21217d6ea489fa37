using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Queries;

/// <summary>A contribution that a reader of the tree knows to be in flight.</summary>
/// <param name="Child">The number of the goal that contributes.</param>
/// <param name="At">The point at which it is read.</param>
/// <param name="Version">The version to wait for; a newer one does as well.</param>
[Immutable, GenerateSerializer, Alias("okr.expected")]
public readonly record struct Expected([property: Id(0)] long Child, [property: Id(1)] ReadPoint At, [property: Id(2)] GoalVersion Version);

/// <summary>The answer of a grain that holds all that was expected of it.</summary>
/// <param name="State">The goal; null when the grain is a combiner, or its goal is not in the plan.</param>
/// <param name="Given">The versions that the grain's parents can expect of it.</param>
[Immutable, GenerateSerializer, Alias("okr.read-at-least-result")]
public sealed record ReadAtLeastResult([property: Id(0)] GoalState? State, [property: Id(1)] ImmutableArray<Expected> Given);
