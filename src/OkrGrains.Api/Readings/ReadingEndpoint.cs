using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Streaming;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Definitions;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Readings;

/// <summary>Serves the reading service: takes, corrects, retracts and lists readings.</summary>
internal sealed class ReadingEndpoint(
    IngestGateway gateway,
    GoalDirectory directory,
    ICommitLog commits,
    ReadTokens tokens,
    SharedProducers producers,
    NamedWrites writes,
    AmendmentCalls amendments,
    ReadingPages pages,
    Quotas quotas,
    StreamPlaces places,
    ApiInstruments instruments,
    FreshnessProbe freshness,
    IOptions<ApiOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ReadingEndpoint> log) : ReusingReadingService.Methods
{
    public override async Task StreamReadings(
        IAsyncStreamReader<StreamReadingsRequest> requestStream,
        IServerStreamWriter<StreamReadingsResponse> responseStream,
        ServerCallContext context)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var open = await ReadOpenAsync(requestStream, cancel.Token);
        var workspace = Names.Workspace("open.workspace", open.Workspace);
        var goals = await directory.FindAsync(workspace, cancel.Token) ?? throw ApiFault.UnknownWorkspace(open.Workspace);
        if (open.Generation > 0 && open.Generation != goals.Generation)
        {
            throw ApiFault.FormerGeneration("open.generation", open.Workspace);
        }

        // Only now, so that streams that are never opened take no slot from others; they end after the limit for opening.
        var caller = Caller.Enter(context.GetHttpContext(), workspace);
        using var place = places.Take(caller);
        using var session = await OpenAsync(goals, open, cancel.Token);
        log.StreamOpened(workspace, open.Producer, session.Epoch, session.LastSequence, caller.Peer);

        var limits = options.Value;
        var responses = new PatientWriter<StreamReadingsResponse>(responseStream, limits.SendLimit, time);
        var opened = Opened(session, open, goals.Generation, limits, commits.Lineage.Current);
        await responses.WriteAsync(new StreamReadingsResponse { Opened = opened }, cancel.Token);

        using var window = new ReadingWindow(limits.WindowReadings, quotas.InFlight);
        place.Window = window;
        var answers = Channel.CreateBounded<BatchAnswer>(
            new BoundedChannelOptions(limits.WindowBatches) { SingleReader = true, SingleWriter = true });
        var applied = open.AckLevel == AckLevel.Applied;
        var taker = new BatchTaker(
            goals,
            directory,
            gateway,
            session,
            window,
            quotas.ReadingRoom,
            caller,
            answers.Writer,
            applied,
            limits,
            instruments,
            freshness,
            time);

        // All readings held already were committed at or before the last position of this moment.
        var writer = new AnswerWriter(
            answers.Reader, responses, window, instruments, time, applied, session.LastSequence, commits.LastPosition, tokens);
        try
        {
            await new ReadingStream(session, place, taker, writer, answers.Writer).RunAsync(requestStream, cancel.Token);
        }
        finally
        {
            log.StreamEnded(workspace, open.Producer, session.Epoch, writer.Through);
        }
    }

    public override async Task<WriteReadingsResponse> WriteReadings(WriteReadingsRequest request, ServerCallContext context)
    {
        var workspace = Names.Workspace("parent", request.Parent);
        var limit = options.Value.MaxWrittenReadings;
        if (request.Readings.Count == 0 || request.Readings.Count > limit)
        {
            throw ApiFault.BadRequest("readings", $"must be 1 to {limit}");
        }

        var cancellation = context.CancellationToken;
        var goals = await directory.FindAsync(workspace, cancellation) ?? throw ApiFault.UnknownWorkspace(request.Parent);
        var caller = Caller.Of(context);
        if (RequestIds.Read(context.Method, request.RequestId, request) is { } named)
        {
            return await writes.WriteAsync(caller, goals, named, request.Readings, cancellation);
        }

        var write = new ReadingWrite(request.Readings, goals, gateway, instruments);
        var submitted = write.Routed.Length == 0
            ? null
            : await producers.SubmitAsync(caller, (workspace, goals.Generation), write.Routed, cancellation);
        return write.Answer(submitted, producers.NameIn(goals.Generation), commits.LastPosition, tokens);
    }

    public override async Task<CorrectReadingResponse> CorrectReading(CorrectReadingRequest request, ServerCallContext context)
    {
        var what = new NamedAmendment(request.Producer, request.Sequence, request.Value, AuthorOf(context, request.Author), request.Reason)
        {
            Request = RequestIds.Read(context.Method, request.RequestId, request),
        };
        var (amended, token) = await amendments.AmendAsync(request.Parent, request.Goal, what, context.CancellationToken);
        return new CorrectReadingResponse { Amended = amended, Token = token };
    }

    public override async Task<RetractReadingResponse> RetractReading(RetractReadingRequest request, ServerCallContext context)
    {
        var what = new NamedAmendment(request.Producer, request.Sequence, null, AuthorOf(context, request.Author), request.Reason)
        {
            Request = RequestIds.Read(context.Method, request.RequestId, request),
        };
        var (amended, token) = await amendments.AmendAsync(request.Parent, request.Goal, what, context.CancellationToken);
        return new RetractReadingResponse { Amended = amended, Token = token };
    }

    public override Task<ListReadingsResponse> ListReadings(ListReadingsRequest request, ServerCallContext context) =>
        pages.ReadAsync(request, context.CancellationToken);

    private static string AuthorOf(ServerCallContext context, string author) =>
        Caller.Of(context).Stating("author", author, AuthorRule.Amendment).Author;

    private async Task<StreamOpen> ReadOpenAsync(IAsyncStreamReader<StreamReadingsRequest> requests, CancellationToken cancellation)
    {
        using var limit = new TimeLimit(options.Value.OpeningLimit, time, cancellation);
        if (!await limit.WithinAsync(requests.MoveNext) || requests.Current.Open is not { } open)
        {
            throw ApiFault.StreamOrder("The first message must open the stream.");
        }

        if (open.AcknowledgedSequence is < 0 or > ReadingRules.MaxSequence)
        {
            throw ApiFault.BadRequest("open.acknowledged_sequence", "must be 0 or more, and less than 2^63 - 1");
        }

        if (open.Generation < 0)
        {
            throw ApiFault.BadRequest("open.generation", "must not be negative");
        }

        if (!Enum.IsDefined(open.AckLevel))
        {
            throw ApiFault.BadRequest("open.ack_level", "is none that this server knows");
        }

        ReadingRules.CheckProducer("open.producer", open.Producer);
        return open;
    }

    private async Task<ProducerSession> OpenAsync(WorkspaceDirectory goals, StreamOpen open, CancellationToken cancellation)
    {
        var known = new AcknowledgedReadings(open.AcknowledgedSequence, Incarnations.Read("open.incarnation", open.Incarnation));
        try
        {
            return await gateway.OpenAsync(goals.Workspace, open.Producer, known, cancellation);
        }
        catch (StoreRolledBackException) when (open.Generation == 0 && goals.Generation > 1)
        {
            throw ApiFault.FormerGeneration("open.acknowledged_sequence", open.Workspace);
        }
    }

    private static StreamOpened Opened(
        ProducerSession session, StreamOpen open, int generation, ApiOptions limits, Incarnation incarnation) => new()
    {
        Epoch = session.Epoch,
        Generation = generation,
        LastSequence = session.LastSequence,
        WindowReadings = limits.WindowReadings,
        MaxBatchReadings = limits.MaxBatchReadings,
        Checkpoint = session.Checkpoint is { } checkpoint ? ByteString.CopyFrom(checkpoint.Body.Span) : ByteString.Empty,
        CheckpointSequence = session.Checkpoint?.Sequence ?? 0,
        Rejections = { FormerRejections.ToWire(session.Rejections.Runs, open.AcknowledgedSequence) },
        ForgottenRejections = session.Rejections.Forgotten,
        Incarnation = Incarnations.ToWire(incarnation),
    };
}
