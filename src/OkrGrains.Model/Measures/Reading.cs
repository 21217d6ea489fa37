using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Measures;

/// <summary>An accepted reading of a goal that takes readings (goal-model §2, §3).</summary>
/// <param name="Time">The instant for which the value holds.</param>
/// <param name="Value">The value that was read, within ±1e15.</param>
public readonly record struct Reading(Instant Time, Nano Value);
