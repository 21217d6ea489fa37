using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Goals;

/// <summary>The grain that owns a key result.</summary>
[Alias("okr.key-result")]
public interface IKeyResultGrain : IReadingGrain;
