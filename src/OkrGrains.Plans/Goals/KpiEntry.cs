using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Measures;

namespace OkrGrains.Plans.Goals;

/// <summary>A KPI of the plan that is being read, with everything that references to it need.</summary>
/// <param name="Definition">The KPI as far as it could be read.</param>
/// <param name="Number">The index of the KPI in the plan.</param>
/// <param name="HasTarget">True if a target is given, right or wrong.</param>
/// <param name="IsDerived">True if a formula is given, right or wrong.</param>
/// <param name="Operands">The KPIs that its formula names.</param>
internal sealed record KpiEntry(KpiDefinition Definition, int Number, bool HasTarget, bool IsDerived, List<Operand> Operands);
