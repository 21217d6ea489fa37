using System.Threading.Channels;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Readings;

/// <summary>
/// The outgoing half of a stream: waits for submissions in their order and says what became of them, with one acknowledgement for all
/// that are done at the time.
/// </summary>
internal sealed class AnswerWriter(
    ChannelReader<BatchAnswer> answers,
    PatientWriter<StreamReadingsResponse> responses,
    ReadingWindow window,
    ApiInstruments instruments,
    long through,
    long position)
{
    private long _through = through;
    private long _position = position;
    private int _window;
    private bool _owed;

    /// <summary>The last sequence that was acknowledged.</summary>
    public long Through { get; private set; } = through;

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await answers.WaitToReadAsync(cancellation))
        {
            while (answers.TryRead(out var answer))
            {
                if (answer.Submission is { IsCompleted: false })
                {
                    await AcknowledgeAsync(cancellation);
                }

                await AnswerAsync(answer, cancellation);
            }

            await AcknowledgeAsync(cancellation);
        }
    }

    private async ValueTask AnswerAsync(BatchAnswer answer, CancellationToken cancellation)
    {
        foreach (var rejection in answer.Handles ?? [])
        {
            await responses.WriteAsync(new StreamReadingsResponse { HandleRejection = rejection }, cancellation);
        }

        if (answer.Gap is { } gap)
        {
            await responses.WriteAsync(new StreamReadingsResponse { Gap = gap }, cancellation);
            return;
        }

        foreach (var rejected in answer.Rejected ?? [])
        {
            await RejectAsync(rejected, cancellation);
        }

        if (answer.Submission is { } submission)
        {
            var submitted = await submission.WaitAsync(cancellation);
            foreach (var sequence in submitted.NotTaken)
            {
                await RejectAsync(new RejectedReading(sequence, ErrorReason.TakesNoReadings), cancellation);
            }

            _position = Math.Max(_position, submitted.Position);
            _window += answer.Window;
        }

        _through = answer.Through;
        _owed = true;
    }

    private ValueTask RejectAsync(RejectedReading rejected, CancellationToken cancellation)
    {
        instruments.Rejected(rejected.Reason);
        var rejection = new ReadingRejection
        {
            Sequence = rejected.Sequence,
            Reason = rejected.Reason.Word(),
            Message = ReadingRules.Explain(rejected.Reason),
        };
        return responses.WriteAsync(new StreamReadingsResponse { Rejection = rejection }, cancellation);
    }

    private async ValueTask AcknowledgeAsync(CancellationToken cancellation)
    {
        if (!_owed)
        {
            return;
        }

        _owed = false;
        var ack = new ReadingsAck { ThroughSequence = _through, Token = ReadToken.Of(_position) };
        await responses.WriteAsync(new StreamReadingsResponse { Ack = ack }, cancellation);
        instruments.Acknowledged(_through - Through);
        Through = _through;
        window.GiveBack(_window);
        _window = 0;
    }
}
