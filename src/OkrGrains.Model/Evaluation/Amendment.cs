using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Evaluation;

/// <summary>A correction or a retraction of a reading.</summary>
/// <param name="Name">The name of the reading that is amended.</param>
/// <param name="Value">The corrected value; null to retract the reading.</param>
public readonly record struct Amendment(ReadingName Name, Nano? Value);
