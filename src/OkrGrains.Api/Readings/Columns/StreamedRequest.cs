using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Readings.Columns;

/// <summary>A <see cref="StreamReadingsRequest"/> whose batch has pooled columns: at most one of the two.</summary>
internal sealed record StreamedRequest(StreamOpen? Open, ColumnBatch? Batch);
