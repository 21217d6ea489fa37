using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Evaluation;

/// <summary>A correction or a retraction of a reading.</summary>
/// <param name="Name">Which reading.</param>
/// <param name="Value">What should have been read; null when nothing should have been.</param>
public readonly record struct Amendment(ReadingName Name, Nano? Value);
