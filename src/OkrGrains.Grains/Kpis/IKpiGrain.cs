using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Kpis;

/// <summary>The owner of a KPI.</summary>
[Alias("okr.kpi")]
public interface IKpiGrain : IReadingGrain;
