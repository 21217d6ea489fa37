namespace OkrGrains.Benchmarks.Measuring;

/// <summary>How long a run sends before it is measured, and while it is.</summary>
internal readonly record struct Durations(TimeSpan WarmUp, TimeSpan Measured);
