using System.Threading.Channels;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Readings;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Streaming;

/// <summary>The incoming half of a stream: checks batches, submits their readings and queues the answers.</summary>
internal sealed class BatchTaker(
    WorkspaceDirectory opened,
    GoalDirectory directory,
    IngestGateway gateway,
    ProducerSession session,
    ReadingWindow window,
    QueuedQuota room,
    Caller caller,
    ChannelWriter<BatchAnswer> answers,
    bool applied,
    ApiOptions options,
    ApiInstruments instruments,
    FreshnessProbe freshness,
    TimeProvider time)
{
    private readonly Action<int> _giveBack = readings => room.GiveBack(caller, readings);
    private readonly HandleTable _handles = new(options.MaxHandles);
    private long _expected = session.LastSequence + 1;

    public async ValueTask TakeAsync(ReadingBatch batch, CancellationToken cancellation)
    {
        var came = time.GetTimestamp();
        CheckShape(batch);

        // Definitions hold even when the readings beside them are dropped, since later batches use them.
        var rejections = batch.Define.Count == 0 ? null : await DefineAsync(batch, cancellation);
        var count = batch.Handles.Count;
        if (count > 0 && batch.FirstSequence > _expected)
        {
            instruments.Gap();
            var gap = new SequenceGap { ExpectedSequence = _expected, ReceivedSequence = batch.FirstSequence };
            await answers.WriteAsync(new BatchAnswer { Through = _expected - 1, Gap = gap, Handles = rejections }, cancellation);
            return;
        }

        var held = count == 0 ? 0 : (int)Math.Min(_expected - batch.FirstSequence, count);
        instruments.Received(count, held);
        if (held == count)
        {
            await answers.WriteAsync(new BatchAnswer { Through = _expected - 1, Handles = rejections }, cancellation);
            return;
        }

        await window.TakeAsync(count - held, cancellation);
        await room.TakeAsync(caller, count - held, cancellation);
        BatchAnswer answer;
        try
        {
            answer = Submit(batch, held, rejections, came);
        }
        catch
        {
            room.GiveBack(caller, count - held);
            throw;
        }

        await answers.WriteAsync(answer, cancellation);
    }

    private void CheckShape(ReadingBatch batch)
    {
        var count = batch.Handles.Count;
        if (batch.Values.Count != count || (batch.TimeOffsetsMillis.Count != count && batch.TimeOffsetsMillis.Count != 0))
        {
            var lengths = $"handles {count}, values {batch.Values.Count}, time offsets {batch.TimeOffsetsMillis.Count}";
            throw new ApiFault(Grpc.Core.StatusCode.InvalidArgument, ErrorReason.UnequalColumns, $"The columns differ in length: {lengths}.")
            {
                Violations = [new Violation("batch", lengths)],
            };
        }

        if (count > options.MaxBatchReadings)
        {
            throw ApiFault.TooLarge($"A batch has at most {options.MaxBatchReadings} readings.");
        }

        if (batch.Checkpoint.Length > ProducerCheckpoint.MostBytes)
        {
            throw ApiFault.BadRequest("batch.checkpoint", $"must have {ProducerCheckpoint.MostBytes} bytes at most");
        }

        if (count > 0 && (batch.FirstSequence < 1 || batch.FirstSequence > ReadingRules.MaxSequence - count + 1))
        {
            throw ApiFault.BadRequest("batch.first_sequence", "must be 1 or more, and so small that the last sequence is below 2^63 - 1");
        }
    }

    /// <summary>Resolves handles in the plan as it is now. The producer is one of the workspace that the stream was opened for.</summary>
    private async ValueTask<List<HandleRejection>?> DefineAsync(ReadingBatch batch, CancellationToken cancellation) =>
        await directory.FindAsync(opened.Workspace, cancellation) is { } goals && goals.Generation == opened.Generation
            ? _handles.Define(batch.Define, goals, gateway)
            : throw ApiFault.DeletedWorkspace(Names.OfWorkspace(opened.Workspace));

    private BatchAnswer Submit(ReadingBatch batch, int from, List<HandleRejection>? handles, long came)
    {
        var count = batch.Handles.Count;
        var through = batch.FirstSequence + count - 1;
        var buffer = session.NewBuffer(count - from);
        var rejected = ColumnRouter.Route(batch, from, _handles, buffer);
        _expected = through + 1;
        var progress = new BatchProgress(through)
        {
            Checkpoint = batch.Checkpoint.Memory,
            Rejected = FormerRejections.ToRuns(rejected),
            ReasonNotTaken = (int)ErrorReason.TakesNoReadings,
        };
        var sample = buffer.Count > 0 ? session.SenderAt(buffer.Senders[0]) : null;
        var submission = session.Submit(buffer, progress, applied, new HeldRoom(_giveBack, count - from));
        if (sample is not null)
        {
            freshness.Offer(sample.Goal, came, submission.Durable);
        }

        return new BatchAnswer
        {
            Through = through,
            Submission = submission,
            Window = count - from,
            Came = came,
            Rejected = rejected,
            Handles = handles,
        };
    }
}
