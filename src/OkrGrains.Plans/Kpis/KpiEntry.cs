using OkrGrains.Model.Kpis;
using OkrGrains.Plans.Formulas;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Kpis;

/// <summary>A KPI of the plan being read, as far as others refer to it.</summary>
/// <param name="Definition">The KPI as far as it could be read.</param>
/// <param name="Number">Its place in the plan.</param>
/// <param name="HasTarget">Whether it has a target, be it right or wrong.</param>
/// <param name="IsDerived">Whether it has a formula, be it right or wrong.</param>
/// <param name="Operands">The KPIs that its formula names.</param>
internal sealed record KpiEntry(KpiDefinition Definition, int Number, bool HasTarget, bool IsDerived, List<Operand> Operands);
