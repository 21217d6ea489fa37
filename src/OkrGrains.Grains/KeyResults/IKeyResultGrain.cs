using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.KeyResults;

/// <summary>The grain that owns a key result.</summary>
[Alias("okr.key-result")]
public interface IKeyResultGrain : IReadingGrain;
