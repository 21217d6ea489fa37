using System.Buffers;
using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.States;

namespace OkrGrains.Grains.Readings;

/// <summary>
/// What a goal that takes readings is worth, and which readings it holds, as of one commit. A value: the owner makes a new one, has it
/// committed, and only then takes it for its own.
/// </summary>
/// <param name="Revision">The revision of the goal under which it was computed.</param>
/// <param name="Position">The last commit that holds readings of the goal or amends one; 0 for none.</param>
/// <param name="Measured">The tallies.</param>
/// <param name="Producers">Which readings it holds.</param>
internal sealed record ReadingState(long Revision, long Position, MeasureState Measured, ProducerMarks Producers)
{
    /// <summary>How long a body becomes is known once it is written.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_body;

    /// <summary>From what is stored only. A goal without readings has no row, and no turn of the clock changes it.</summary>
    public GoalVersion Version => new(Revision, (UInt128)Position, Position == 0 ? Instant.Earliest : Measured.At);

    public static ReadingState Empty(GoalNode node, ImmutableArray<ReadPoint> points, Instant at) =>
        new(node.Row.Revision, 0, MeasureState.Create(node.Measure!, node.MeasureZone, node.Cycle, points, at), ProducerMarks.None);

    /// <summary>
    /// The state as stored, at the read points under which it was written: under an older revision than the goal's until its owner has
    /// seen to it. Null when what is stored no longer fits the measure at all.
    /// </summary>
    public static ReadingState? Of(GoalNode node, StateRow row)
    {
        var producers = ProducerMarks.Read(row.Body.Span);
        var measured = MeasureState.Read(row.Body.Span[producers.ByteCount..], node.Measure!, node.MeasureZone, node.Cycle);
        return measured is null ? null : new(row.Revision, row.Position, measured, producers);
    }

    /// <summary>The value at a read point; absent at one that is not kept yet.</summary>
    public Nano? ValueAt(ReadPoint point) => Measured.Points.Contains(point) ? Measured.ValueAt(point) : null;

    public Contribution Contribution(GoalNode node, ReadPoint point) =>
        GoalEvaluation.Contribution(node, point, Version, ValueAt(node.MeasuredAt(point)));

    public StateSave ToSave(long goal) => ToSave(goal, Measured, Producers);

    /// <summary>The state that follows on this one.</summary>
    public StateSave ToSave(long goal, MeasureState measured, ProducerMarks producers)
    {
        var body = t_body ??= new ArrayBufferWriter<byte>();
        body.ResetWrittenCount();
        producers.Write(body.GetSpan(producers.ByteCount));
        body.Advance(producers.ByteCount);
        measured.Write(body);
        return new(goal, Position, Revision, measured.At, measured.ValidUntil, body.WrittenSpan.ToArray());
    }
}
