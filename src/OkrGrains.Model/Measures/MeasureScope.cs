using System.Collections.Immutable;
using OkrGrains.Model.Cycles;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Measures;

/// <summary>What of a goal decides which readings count where; no reading changes it.</summary>
internal sealed record MeasureScope(Measure Measure, Zone Zone, CycleSpan? Cycle, ImmutableArray<ReadPoint> Points);
