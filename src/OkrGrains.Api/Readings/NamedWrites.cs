using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Streaming;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Readings;

/// <summary>Carries out the unary writes that their callers have named, each once.</summary>
/// <remarks>
/// Each write has a producer of its own, whose name follows from the request id, and the number of a reading in the request is its
/// sequence. So it can be sent again after any failure, and the goals leave out what they hold. Before anything is sent, the request is
/// stored with those of its readings that are rejected: a repetition rejects the same ones, whatever the plan has become meanwhile.
/// </remarks>
internal sealed class NamedWrites(
    IngestGateway gateway, IRequestStore requests, ICommitLog commits, ReadTokens tokens, Quotas quotas, ApiInstruments instruments)
{
    private readonly ConcurrentDictionary<(string Workspace, int Generation, string Id), Running> _running = [];

    /// <summary>Carries a write out, or answers like the first time if that was done before.</summary>
    /// <exception cref="ApiFault">The id stands for another request, or a reading has no time.</exception>
    public async Task<WriteReadingsResponse> WriteAsync(
        Caller caller, WorkspaceDirectory goals, NamedRequest named, IReadOnlyList<Reading> readings, CancellationToken cancellation)
    {
        var key = (goals.Workspace, goals.Generation, named.Id);
        if (!_running.TryGetValue(key, out var running))
        {
            await quotas.ReadingRoom.TakeAsync(caller, readings.Count, cancellation);
            var mine = new Running(named, new Lazy<Task<WriteReadingsResponse>>(() => RunAsync(caller, goals, named, readings)));
            running = _running.GetOrAdd(key, mine);
            if (running != mine)
            {
                quotas.ReadingRoom.GiveBack(caller, readings.Count);
            }
        }

        // The same request at the same time, as after a timeout of the caller, shares the answer.
        return running.Request.AsksForSame(named)
            ? await running.Answer.Value.WaitAsync(cancellation)
            : throw ApiFault.RequestReused(named.Id);
    }

    private static string ProducerOf(NamedRequest named, int generation) => ReservedProducers.OfUnaryWrites(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(named.Id))), generation);

    /// <summary>Runs to the end even if its callers leave, and holds the room for the readings as long as they are in memory.</summary>
    private async Task<WriteReadingsResponse> RunAsync(
        Caller caller, WorkspaceDirectory goals, NamedRequest named, IReadOnlyList<Reading> readings)
    {
        var inFlight = Task.CompletedTask;
        try
        {
            var (write, stored, later) = await BeginAsync(goals, named, readings);
            if (stored.Sum(run => run.Count) == readings.Count)
            {
                return Answer(readings.Count, stored, "", commits.LastPosition);
            }

            var producer = ProducerOf(named, goals.Generation);
            using var session = await gateway.OpenAsync(goals.Workspace, producer, acknowledged: 0, CancellationToken.None);
            if (session.LastSequence >= readings.Count)
            {
                return Answer(readings.Count, [.. stored, .. session.Rejections.Runs], producer, commits.LastPosition);
            }

            var sent = session.SubmitAlone(
                write.Routed,
                new BatchProgress(readings.Count) { Rejected = later, ReasonNotTaken = (int)ErrorReason.TakesNoReadings });
            inFlight = sent.EndAsync();
            var submitted = await sent.Durable;
            instruments.Acknowledged(write.Routed.Length - submitted.NotTaken.Length);
            var notTaken = submitted.NotTaken.Select(sequence => new RejectedRun(sequence, 1, (int)ErrorReason.TakesNoReadings));
            var position = write.Routed.Length == 0 ? commits.LastPosition : submitted.Position;
            return Answer(readings.Count, [.. stored, .. later, .. notTaken], producer, position);
        }
        finally
        {
            _running.TryRemove((goals.Workspace, goals.Generation, named.Id), out _);
            _ = FreeAsync(inFlight, caller, readings.Count);
        }
    }

    /// <summary>Stores the request, unless that was done before.</summary>
    private async Task<Begun> BeginAsync(WorkspaceDirectory goals, NamedRequest named, IReadOnlyList<Reading> readings)
    {
        if (await requests.FindRequestAsync(goals.Workspace, named.Id, CancellationToken.None) is { } row)
        {
            var stored = row.Stored.Request.AsksForSame(named) ? RejectedAnswer.Read(row) : throw ApiFault.RequestReused(named.Id);
            var again = new ReadingWrite(readings, goals, gateway, instruments, stored.SelectMany(Numbers).ToHashSet());
            return new Begun(again, stored, again.Rejected);
        }

        // Checked first, so that a faulty request is not stored.
        var write = new ReadingWrite(readings, goals, gateway, instruments);
        var request = new NewRequest(goals.Workspace, named, RejectedAnswer.Write(write.Rejected));
        await requests.RecordRequestAsync(request, CancellationToken.None);
        return new Begun(write, write.Rejected, []);
    }

    private WriteReadingsResponse Answer(int count, IEnumerable<RejectedRun> rejected, string producer, long position)
    {
        var response = new WriteReadingsResponse { Token = tokens.Of(position) };
        response.Sequences.Add(Enumerable.Range(1, count).Select(number => (long)number));
        foreach (var run in rejected.OrderBy(run => run.First))
        {
            foreach (var number in Numbers(run).Where(number => response.Sequences[(int)number - 1] != 0))
            {
                response.Sequences[(int)number - 1] = 0;
                response.Rejections.Add(ReadingWrite.ToWire(number, (ErrorReason)run.Reason));
            }
        }

        response.Producer = response.Rejections.Count == count ? "" : producer;
        return response;
    }

    private static IEnumerable<long> Numbers(RejectedRun run)
    {
        for (var number = run.First; number < run.First + run.Count; number++)
        {
            yield return number;
        }
    }

    private async Task FreeAsync(Task inFlight, Caller caller, int readings)
    {
        await inFlight;
        quotas.ReadingRoom.GiveBack(caller, readings);
    }

    /// <summary>A write that is stored and not yet sent.</summary>
    /// <param name="Write">The readings to send.</param>
    /// <param name="Stored">The rejected readings that are stored with the request; those are not part of the write.</param>
    /// <param name="Later">The readings of a repeated write that were not rejected the first time.</param>
    private sealed record Begun(ReadingWrite Write, ImmutableArray<RejectedRun> Stored, ImmutableArray<RejectedRun> Later);

    private sealed record Running(NamedRequest Request, Lazy<Task<WriteReadingsResponse>> Answer);
}
