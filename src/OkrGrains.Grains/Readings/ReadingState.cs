using System.Buffers;
using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Readings;

/// <summary>The state of a goal that takes readings, as of one commit: its tallies, and which readings it holds.</summary>
/// <remarks>It is immutable: the owner makes a new state, has it committed, and only then replaces its own.</remarks>
/// <param name="Revision">The revision of the goal under which it was computed.</param>
/// <param name="Position">The last commit that holds readings of the goal or amends one; 0 for none.</param>
/// <param name="Measured">The tallies.</param>
/// <param name="Producers">The producer offsets, which tell which readings it holds.</param>
internal sealed record ReadingState(long Revision, long Position, MeasureState Measured, ProducerOffsets Producers)
{
    /// <summary>A buffer that is used again and again, because the length of a body is known only once it is written.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_body;

    /// <summary>
    /// The version, which follows from what is stored only. A goal without readings has no stored state, and the clock never changes it.
    /// </summary>
    public GoalVersion Version => new(Revision, Position, Position == 0 ? Instant.Earliest : Measured.At);

    public static ReadingState Empty(GoalNode node, ImmutableArray<ReadPoint> points, Instant at) =>
        new(node.Row.Revision, 0, MeasureState.Create(node.Measure!, node.MeasureZone, node.Cycle, points, at), ProducerOffsets.None);

    /// <summary>
    /// Returns the state as stored, at the read points for which it was written; null when what is stored no longer fits the measure. Its
    /// revision may be older than the goal's until the owner has stored it again.
    /// </summary>
    public static ReadingState? Of(GoalNode node, StateRow row)
    {
        var body = row.Body.Span;
        var producers = ProducerOffsets.Read(ref body);
        var measured = MeasureState.Read(body, node.Measure!, node.MeasureZone, node.Cycle);
        return measured is null ? null : new(row.Revision, row.Position, measured, producers);
    }

    public Contribution Contribution(GoalNode node, ReadPoint point) => GoalEvaluation.Contribution(node, point, Version, Measured);

    public StateSave ToSave(long goal) => ToSave(goal, Measured, Producers);

    /// <summary>Returns the row to store for the state that follows this one.</summary>
    public StateSave ToSave(long goal, MeasureState measured, ProducerOffsets producers)
    {
        var body = t_body ??= new ArrayBufferWriter<byte>();
        body.ResetWrittenCount();
        body.Advance(producers.Write(body.GetSpan(producers.MostBytes)));
        measured.Write(body);
        return new(goal, Position, Revision, measured.At, measured.ValidUntil, body.WrittenSpan.ToArray());
    }
}
