using OkrGrains.Model.Measures;

namespace OkrGrains.Model.Evaluation;

/// <summary>A reading with the name that it was accepted under.</summary>
/// <param name="Name">The name by which amendments refer to it.</param>
/// <param name="Reading">The reading.</param>
public readonly record struct AcceptedReading(ReadingName Name, GoalReading Reading);
