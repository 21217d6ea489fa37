using System.Globalization;
using OkrGrains.Api.Mapping;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Goals;

/// <summary>Converts cycles to messages: their dates come from the plan, their state from the recorded closings.</summary>
internal static class CycleMapping
{
    /// <summary>Converts all cycles of a workspace. The newest closings are listed as long as there is room; the others are counted.</summary>
    public static IReadOnlyList<Wire.Cycle> ToWire(WorkspaceRow workspace, IReadOnlyList<ClosingRow> closings, int mostBytes)
    {
        var settings = DefinitionJson.ReadSettings(workspace.Settings.Span);
        var zone = Zone.Find(settings.TimeZone);
        var listed = Newest(closings, mostBytes).ToLookup(closing => closing.Cycle, closing => closing.Message);
        var done = closings.ToLookup(closing => closing.Cycle);
        return [.. settings.Cycles.Select(cycle => ToWire(workspace.Id, cycle, zone, [.. done[cycle.Id]], [.. listed[cycle.Id]]))];
    }

    private static IEnumerable<(string Cycle, Wire.Closing Message)> Newest(IReadOnlyList<ClosingRow> closings, int mostBytes)
    {
        var room = new PageRoom(mostBytes);
        return closings.OrderByDescending(closing => closing.Position).Select(closing => (closing.Cycle, Message: ToWire(closing)))
            .TakeWhile(closing => room.TryTake(closing.Message)).Reverse();
    }

    private static Wire.Cycle ToWire(
        string workspace, CycleDefinition cycle, Zone zone, IReadOnlyList<ClosingRow> closings, IReadOnlyCollection<Wire.Closing> listed)
    {
        var span = CycleSpan.Of(cycle, zone);
        var message = new Wire.Cycle
        {
            Name = Names.OfCycle(workspace, cycle.Id),
            Start = span.Start.ToWire(),
            End = span.End.ToWire(),
            CloseAt = cycle.ClosesAt(zone).ToWire(),
            State = (closings.Count == 0 ? null : (ClosingKind?)closings[^1].Kind) switch
            {
                null => Wire.CycleState.Open,
                ClosingKind.Closed => Wire.CycleState.Closed,
                _ => Wire.CycleState.Reopened,
            },
            LeftOutClosings = closings.Count - listed.Count,
            Through = cycle.GivesLastDay ? cycle.LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "",
        };
        message.Closings.Add(listed);
        return message;
    }

    private static Wire.Closing ToWire(ClosingRow row) => new()
    {
        Revision = row.Position,
        Kind = row.Kind.ToWire(),
        Author = row.Author,
        Reason = row.Reason,
        AcceptedAt = row.AcceptedAt.ToWire(),
        GoalCount = row.GoalCount,
        CutRevision = row.Cut.Position,
        CutBefore = row.Cut.Before == Instant.Latest ? null : row.Cut.Before.ToWire(),
    };
}
