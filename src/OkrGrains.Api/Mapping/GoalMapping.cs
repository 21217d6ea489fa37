using System.Globalization;
using System.Text;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Api.Mapping;

/// <summary>Converts goals to messages: the definition comes from the directory, the figures from the state of the grain.</summary>
internal static class GoalMapping
{
    /// <summary>
    /// The maximum size of the links of a message to the goals that read its goal, in bytes. There may be as many of them as goals, and with
    /// all a message would be larger than clients take.
    /// </summary>
    private const int MostParentBytes = 512 * 1024;

    public static Wire.Goal ToWire(WorkspaceDirectory directory, GoalEntry entry, GoalState state)
    {
        var goal = new Wire.Goal
        {
            Name = Names.OfGoal(directory.Workspace, entry.Row.Name),
            Kind = entry.Row.Name.Kind.ToWire(),
            Title = entry.Title,
            Owner = entry.OwnedBy,
            Unit = entry.Unit,
            Cycle = entry.Cycle is null ? "" : Names.OfCycle(directory.Workspace, entry.Cycle),
            Definition = Encoding.UTF8.GetString(entry.Row.Body.Span),
            Revision = entry.Row.Revision,
            Ordinal = entry.Row.Ordinal,
            Part = entry.Part,
        };
        AddParents(goal, directory, entry);
        DefinitionMapping.Add(goal, directory.Workspace, directory.Zone, entry.Defined);
        goal.LastCheckIn = state.LastCheckIn is { } last ? CheckInMapping.ToWire(last) : null;

        if (state.Figures is { } figures)
        {
            goal.Figures = ToWire(figures, entry.Defined, state.At);
            goal.Figures.Version = ToWire(state.Version);
            goal.Figures.NextTurn = state.NextStatusChange is { } change ? ToWire(change) : null;
            AddRecord(goal.Figures, state);
        }

        return goal;
    }

    private static void AddParents(Wire.Goal goal, WorkspaceDirectory directory, GoalEntry entry)
    {
        var room = new PageRoom(MostParentBytes);
        foreach (var parent in entry.Parents)
        {
            if (goal.LeftOutParents > 0)
            {
                goal.LeftOutParents++;
            }
            else if (directory.ByNumber.TryGetValue(parent.Goal, out var reader))
            {
                var link = new Wire.GoalLink
                {
                    Parent = Names.OfGoal(directory.Workspace, reader.Row.Name),
                    Weight = parent.Weight?.ToString() ?? "",
                    Counts = parent.Counts,
                };
                if (room.TryTake(link))
                {
                    goal.Parents.Add(link);
                }
                else
                {
                    goal.LeftOutParents = 1;
                }
            }
        }
    }

    private static void AddRecord(Wire.GoalFigures figures, GoalState state)
    {
        if (state.Final is { } final)
        {
            figures.FinalScore = final.Score.ToWire();
            figures.Grade = final.Grade.ToWire();
            figures.Restated = state.IsRestated;
        }

        figures.CheckInDueAt = state.CheckInDueAt?.ToWire();
        figures.CheckInOverdue = state.IsCheckInOverdue;
    }

    /// <summary>Converts figures without a version, as of an evaluation under an older definition.</summary>
    public static Wire.GoalFigures ToWire(GoalFigures figures, DefinedGoal goal, Instant at)
    {
        var message = new Wire.GoalFigures
        {
            At = at.ToWire(),
            Value = figures.Value?.ToWire(),
            Progress = figures.Progress?.ToWire(),
            Score = figures.Score?.ToWire(),
            Coverage = figures.Coverage?.ToWire(),
            Expected = figures.Expected?.ToWire(),
            Line = TargetMapping.Line(goal, figures, at),
        };
        message.Health = figures.Health?.ToWire() ?? Wire.Health.Unspecified;
        message.Status = figures.Status?.ToWire() ?? Wire.Status.Unspecified;
        message.Grade = figures.Grade?.ToWire() ?? Wire.Grade.Unspecified;
        message.NoDataReason = figures.NoData.ToWire();
        return message;
    }

    private static Wire.NextTurn ToWire(StatusChange change) => new()
    {
        At = change.At.ToWire(),
        Health = change.Health?.ToWire() ?? Wire.Health.Unspecified,
        Status = change.Status?.ToWire() ?? Wire.Status.Unspecified,
    };

    private static Wire.GoalVersion ToWire(GoalVersion version) => new()
    {
        Revision = version.Revision,
        Positions = version.Positions.ToString(),
        Turns = version.InstantSum.ToString(),
        At = version.At.ToWire(),
    };
}
