using Grpc.Core;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Readings;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Numbers;
using OkrGrains.Storage;

namespace OkrGrains.Api.Goals;

/// <summary>Serves the check-in service: stores check-ins and lists them.</summary>
internal sealed class CheckInEndpoint(
    IGrainFactory grains, GoalDirectory directory, IReadingStore store, GoalClock clock, ReadTokens tokens, IOptions<ApiOptions> options)
    : CheckInService.CheckInServiceBase
{
    private const int DefaultSize = 100;
    private const int MaxSize = 1_000;

    public override async Task<CreateCheckInResponse> CreateCheckIn(CreateCheckInRequest request, ServerCallContext context)
    {
        var (_, goal) = await FindAsync(request.Parent, context.CancellationToken);
        var entry = EntryOf(request, Caller.Of(context));
        var kept = await GrainsOfGoals.Of(grains, goal.Address).CheckIn(entry);
        return kept.Outcome switch
        {
            CheckInOutcome.Done => new CreateCheckInResponse
            {
                CheckIn = CheckInMapping.ToWire(
                    (await store.ReadCheckInsAsync(goal.Address.Number, kept.Number + 1, 1, context.CancellationToken))[0]),
                Token = tokens.Of(kept.Position),
            },
            CheckInOutcome.UnknownGoal => throw ApiFault.UnknownGoal(request.Parent),
            CheckInOutcome.TakesNoReadings => throw new ApiFault(
                StatusCode.FailedPrecondition, ErrorReason.TakesNoReadings, $"{request.Parent} is not measured by itself."),
            CheckInOutcome.RequestReused => throw ApiFault.RequestReused(request.RequestId),
            CheckInOutcome.SequencesUsedUp => throw new ApiFault(
                StatusCode.FailedPrecondition,
                ErrorReason.TakesNoReadings,
                "The sequences of this author's readings on the goal are used up; check in without a value."),
            _ => throw TakesNone(request.Parent),
        };
    }

    public override async Task<ListCheckInsResponse> ListCheckIns(ListCheckInsRequest request, ServerCallContext context)
    {
        var (goals, goal) = await FindAsync(request.Parent, context.CancellationToken);
        var size = PageSizes.Read(request.PageSize, DefaultSize, MaxSize);
        var below = PageSizes.ReadToken(GenerationToken.Read("page_token", request.PageToken, goals), long.MaxValue);
        var rows = await store.ReadCheckInsAsync(goal.Address.Number, below, size, context.CancellationToken);
        var room = new PageRoom(options.Value.MaxPageBytes);
        var response = new ListCheckInsResponse();
        response.CheckIns.Add(rows.Select(CheckInMapping.ToWire).TakeWhile(room.TryTake));
        var read = response.CheckIns.Count;
        response.NextPageToken = read == 0 || (read == rows.Count && rows.Count < size) || response.CheckIns[^1].Number == 1
            ? ""
            : GenerationToken.Of(PageSizes.Token(response.CheckIns[^1].Number), goals);
        return response;
    }

    private CheckInEntry EntryOf(CreateCheckInRequest request, Caller caller)
    {
        var author = caller.Stating("author", request.Author, AuthorRule.CheckIn).Author;
        Texts.Check("note", request.Note, TextRule.Prose);
        Texts.CheckNoLonger("request_id", request.RequestId, RequestIds.MaxLength);
        Portion? confidence = request.Confidence.Length == 0 ? null
            : Portion.TryParse(request.Confidence, out var given) && given <= Portion.One ? given
            : throw ApiFault.BadRequest("confidence", "must be a decimal from 0 to 1 with at most 9 fractional digits");
        if (request.HasValue && !ReadingRules.IsValue(request.Value))
        {
            throw ApiFault.BadRequest("value", ReadingRules.Explain(ErrorReason.ValueOutOfRange));
        }

        if (request.Time is not null && !request.HasValue)
        {
            throw ApiFault.BadRequest("time", "has no meaning without a value");
        }

        var time = clock.Now;
        if (request.Time is { } stated && !Times.TryFromWire(stated, out time))
        {
            throw ApiFault.BadRequest("time", ReadingRules.Explain(ErrorReason.TimeOutOfRange));
        }

        return new CheckInEntry(
            author, request.Note, confidence, request.RequestId, request.HasValue ? request.Value : null, time)
        {
            IsTimed = request.Time is not null,
        };
    }

    private async Task<(WorkspaceDirectory Goals, GoalEntry Goal)> FindAsync(string parent, CancellationToken cancellation)
    {
        var (workspace, name) = Names.Goal("parent", parent);
        var goals = await directory.FindAsync(workspace, cancellation) ?? throw ApiFault.UnknownWorkspace(Names.OfWorkspace(workspace));
        if (name.Kind == OkrGrains.Model.Goals.GoalKind.Kpi)
        {
            throw TakesNone(parent);
        }

        return goals.ByName.TryGetValue(name, out var goal) ? (goals, goal) : throw ApiFault.UnknownGoal(parent);
    }

    private static ApiFault TakesNone(string name) => new(
        StatusCode.FailedPrecondition, ErrorReason.TakesNoCheckIns, $"{name} is a KPI; check-ins are made on key results and objectives.");
}
