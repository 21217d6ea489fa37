using System.Collections.Immutable;
using Google.Protobuf.Collections;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Goals;
using OkrGrains.Plans.Advice;

namespace OkrGrains.Api.Goals;

/// <summary>Converts changes of a plan to messages, which count every goal and list as many as they have room for.</summary>
internal static class AppliedMapping
{
    public static ApplyPlanResponse ToWire(string workspace, Applied applied, AcceptedPlan plan, Etags etags, int mostBytes)
    {
        var response = new ApplyPlanResponse
        {
            Workspace = Names.OfWorkspace(workspace),
            Revision = applied.Revision,
            UnchangedCount = applied.UnchangedCount,
            Etag = etags.Of(applied.Revision),
            AddedCount = applied.Added.Length,
            ChangedCount = applied.Changed.Length,
            RemovedCount = applied.Removed.Length,
            RestoredCount = applied.Restored.Length,
            CleanedCount = plan.CleanedCount,
            ChangeCount = applied.ChangeCount,
            AdviceCount = plan.Advice.Length,
        };
        var room = new PageRoom(mostBytes);
        var cleaned = plan.Cleaned.Select(text => new CleanedText
        {
            Place = text.Place,
            Message = $"{text.Message} (line {text.Line}, column {text.Column})",
        });
        response.Cleaned.Add(cleaned.TakeWhile(room.TryTake));
        List(response.Added, workspace, applied.Added, room);
        List(response.Changed, workspace, applied.Changed, room);
        List(response.Removed, workspace, applied.Removed, room);
        List(response.Restored, workspace, applied.Restored, room);
        response.Changes.Add(applied.Changes.Select(change => ToWire(workspace, change)).TakeWhile(room.TryTake));
        response.Advice.Add(plan.Advice.Select(ToWire).TakeWhile(room.TryTake));
        return response;
    }

    private static Contracts.V1.KeyChange ToWire(string workspace, Grains.Workspaces.KeyChange change) => new()
    {
        Name = change.Goal is { } goal ? Names.OfGoal(workspace, goal) : Names.OfWorkspace(workspace),
        Key = change.Key,
        Before = change.Before,
        After = change.After,
    };

    private static Advice ToWire(PlanAdvice advice) => new()
    {
        Code = advice.Code,
        Place = advice.Place,
        Message = advice.Message,
        Line = advice.Line,
        Column = advice.Column,
    };

    public static RenameGoalResponse ToWire(string workspace, GoalName name, Renamed renamed, Etags etags, int mostBytes)
    {
        var response = new RenameGoalResponse
        {
            Name = Names.OfGoal(workspace, name),
            Revision = renamed.Revision,
            Etag = etags.Of(renamed.Revision),
            ChangedCount = renamed.Changed.Length,
        };
        List(response.Changed, workspace, renamed.Changed, new PageRoom(mostBytes));
        return response;
    }

    private static void List(RepeatedField<string> names, string workspace, ImmutableArray<GoalName> goals, PageRoom room) =>
        names.Add(goals.Select(goal => Names.OfGoal(workspace, goal)).TakeWhile(room.TryTake));
}
