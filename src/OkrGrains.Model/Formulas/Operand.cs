namespace OkrGrains.Model.Formulas;

/// <summary>A value that a formula reads.</summary>
/// <param name="Kpi">The id of the KPI.</param>
/// <param name="PreviousPeriod">
/// True to read the value of the whole calendar period before, false to read the value at the instant itself.
/// </param>
public readonly record struct Operand(string Kpi, bool PreviousPeriod);
