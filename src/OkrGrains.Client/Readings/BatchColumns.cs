using Google.Protobuf;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>Writes unsent readings into the columns of a batch.</summary>
internal static class BatchColumns
{
    /// <summary>
    /// Fills the batch with unsent readings: at most <paramref name="count"/>, and fewer when a time is too far from the first one for a
    /// 32-bit offset.
    /// </summary>
    /// <returns>The sequence of the last reading in the batch.</returns>
    public static long Fill(ReadingBatch batch, PendingReadings pending, GoalHandles handles, Resumption resumption, long count)
    {
        batch.Define.Clear();
        batch.Handles.Clear();
        batch.Values.Clear();
        batch.TimeOffsetsMillis.Clear();
        var sequence = pending.Sent;
        batch.FirstSequence = sequence + 1;
        batch.BaseTimeMillis = pending[sequence + 1].TimeMillis;
        var sameTime = true;
        for (; count > 0; count--)
        {
            ref var reading = ref pending[sequence + 1];
            var offset = (Int128)reading.TimeMillis - batch.BaseTimeMillis;
            if (offset < int.MinValue || offset > int.MaxValue)
            {
                break;
            }

            if (handles.NeedsDefinition(reading.Handle))
            {
                batch.Define.Add(new HandleDefinition { Handle = reading.Handle, Goal = handles.GoalOf(reading.Handle) });
            }

            batch.Handles.Add(reading.Handle);
            batch.Values.Add(reading.Value);
            batch.TimeOffsetsMillis.Add((int)offset);
            sameTime &= offset == 0;
            sequence++;
            resumption.Take(sequence, handles.GoalOf(reading.Handle), reading);
        }

        batch.Checkpoint = UnsafeByteOperations.UnsafeWrap(resumption.CheckpointAt(sequence));
        if (sameTime)
        {
            batch.TimeOffsetsMillis.Clear();
        }

        return sequence;
    }
}
