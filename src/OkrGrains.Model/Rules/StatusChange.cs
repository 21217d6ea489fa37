using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Rules;

/// <summary>A status change: the status or health that a goal takes by the clock alone (goal-model §7).</summary>
/// <param name="At">The first instant at which it holds.</param>
/// <param name="Status">The status of a key result or objective from then on; null for a KPI.</param>
/// <param name="Health">The health of a KPI from then on; null for other goals.</param>
[Immutable, GenerateSerializer, Alias("okr.change")]
public readonly record struct StatusChange([property: Id(0)] Instant At, [property: Id(1)] Status? Status, [property: Id(2)] Health? Health);
