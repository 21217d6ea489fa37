namespace OkrGrains.Model.Formulas;

/// <summary>A value that a formula reads.</summary>
/// <param name="Kpi">The KPI's id.</param>
/// <param name="PreviousPeriod">Whether it is that of the whole calendar period before, instead of that at the instant itself.</param>
public readonly record struct Operand(string Kpi, bool PreviousPeriod);
