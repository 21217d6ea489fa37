using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Goals;

/// <summary>The grain that owns a KPI.</summary>
[Alias("okr.kpi")]
public interface IKpiGrain : IReadingGrain;
