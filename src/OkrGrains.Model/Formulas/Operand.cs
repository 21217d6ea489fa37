using OkrGrains.Model.Goals;

namespace OkrGrains.Model.Formulas;

/// <summary>A value that a formula reads.</summary>
/// <param name="Kpi">The id of the KPI.</param>
/// <param name="Part">The value at the instant itself, or that of the whole calendar period before.</param>
public readonly record struct Operand(string Kpi, ReadPart Part);
