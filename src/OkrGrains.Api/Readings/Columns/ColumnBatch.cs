using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Readings.Columns;

/// <summary>
/// A <see cref="ReadingBatch"/> with pooled columns. Whoever takes it off its stream disposes of it; one that nobody takes any more, since
/// its call has ended, is left to the collector: then the pool makes its arrays anew.
/// </summary>
internal sealed class ColumnBatch : IDisposable
{
    private Column<uint> _handles;
    private Column<double> _values;
    private Column<int> _timeOffsetsMillis;

    public long FirstSequence { get; set; }

    public IReadOnlyList<HandleDefinition> Define { get; init; } = [];

    public ReadOnlySpan<uint> Handles => _handles.Span;

    public ReadOnlySpan<double> Values => _values.Span;

    public long BaseTimeMillis { get; set; }

    public ReadOnlySpan<int> TimeOffsetsMillis => _timeOffsetsMillis.Span;

    public ReadOnlyMemory<byte> Checkpoint { get; set; }

    public static ColumnBatch Of(ReadingBatch batch) => new()
    {
        FirstSequence = batch.FirstSequence,
        Define = batch.Define,
        _handles = Column<uint>.Of(batch.Handles),
        _values = Column<double>.Of(batch.Values),
        BaseTimeMillis = batch.BaseTimeMillis,
        _timeOffsetsMillis = Column<int>.Of(batch.TimeOffsetsMillis),
        Checkpoint = batch.Checkpoint.Memory,
    };

    /// <summary>Makes a column, which is to be made once, and gives it out to be filled.</summary>
    public Span<uint> MakeHandles(int count) => (_handles = new(count)).Span;

    /// <inheritdoc cref="MakeHandles"/>
    public Span<double> MakeValues(int count) => (_values = new(count)).Span;

    /// <inheritdoc cref="MakeHandles"/>
    public Span<int> MakeTimeOffsets(int count) => (_timeOffsetsMillis = new(count)).Span;

    /// <summary>The columns are not used any more.</summary>
    public void Dispose()
    {
        _handles.Free();
        _values.Free();
        _timeOffsetsMillis.Free();
        (_handles, _values, _timeOffsetsMillis) = (default, default, default);
    }
}
