using OkrGrains.Model.Measures;

namespace OkrGrains.Model.Evaluation;

/// <summary>A reading as it was accepted.</summary>
/// <param name="Name">What amendments call it.</param>
/// <param name="Reading">The reading.</param>
public readonly record struct AcceptedReading(ReadingName Name, GoalReading Reading);
