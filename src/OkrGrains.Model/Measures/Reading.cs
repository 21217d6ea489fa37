using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Measures;

/// <summary>One accepted number of a goal that takes readings (goal-model §2, §3).</summary>
/// <param name="Time">When it holds.</param>
/// <param name="Value">What was read, within ±1e15.</param>
public readonly record struct Reading(Instant Time, Nano Value);
