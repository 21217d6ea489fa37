using System.Collections.Immutable;
using System.Globalization;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Time;

namespace OkrGrains.Api.Mapping;

/// <summary>Adds to a goal's message what the plan says of it, in fields of their own.</summary>
internal static class DefinitionMapping
{
    /// <summary>Adds the definition of a goal.</summary>
    /// <param name="message">The message of the goal.</param>
    /// <param name="workspace">The id of its workspace.</param>
    /// <param name="zone">The zone of its workspace.</param>
    /// <param name="goal">What the plan says of the goal.</param>
    public static void Add(Wire.Goal message, string workspace, Zone zone, DefinedGoal goal)
    {
        AddTexts(message, goal.Texts);
        if (goal.Kpi is { } kpi)
        {
            message.Nature = PlanWords.Nature(kpi.Nature);
            message.Signal = PlanWords.Signal(kpi.Signal);
            message.StaleAfter = kpi.StaleAfter?.ToWire();
            message.Measure = kpi.Measure is { } measure ? MeasureMapping.ToWire(measure, zone) : null;
            if (kpi.Formula is { } formula)
            {
                message.Formula = MeasureMapping.ToWire(formula, workspace);
            }
        }
        else if (goal.KeyResult is { } keyResult)
        {
            AddMeasured(message, workspace, zone, keyResult.Measurement);
            AddMilestones(message, keyResult.Milestones);
        }
        else if (goal.Objective is { } objective)
        {
            message.ObjectiveKind = PlanWords.Kind(objective.Kind);
            message.Tier = PlanWords.Tier(objective.Tier);
            message.Priority = objective.Priority ?? "";
            message.RollUp = MeasureMapping.ToWire(objective);
            AddMilestones(message, objective.Milestones);
        }

        message.Commitment = goal.Commitment?.ToWire() ?? Wire.CommitmentKind.Unspecified;
        message.Target = goal.Target is { } target ? TargetMapping.ToWire(target) : null;
    }

    private static void AddTexts(Wire.Goal message, GoalTexts texts)
    {
        message.Description = texts.Description ?? "";
        message.Rationale = texts.Rationale ?? "";
        message.Actions = texts.Actions ?? "";
        message.Resources = texts.Resources ?? "";
        message.Scope = PlanWords.Scope(texts.Scope);
        message.Tags.Add(texts.Tags);
        message.Review = texts.Review?.ToWire();
    }

    private static void AddMeasured(Wire.Goal message, string workspace, Zone zone, Measurement measurement)
    {
        switch (measurement)
        {
            case KpiMeasurement one:
                message.Kpi = MeasureMapping.OfKpi(workspace, one.Kpi);
                break;
            case KpisMeasurement several:
                message.RollUp = MeasureMapping.ToWire(several, workspace);
                break;
            case ReadingsMeasurement own:
                message.Measure = MeasureMapping.ToWire(own.Measure, zone);
                break;
            case AlignedMeasurement aligned:
                message.RollUp = MeasureMapping.ToWire(aligned);
                break;
            default:
                throw new NotSupportedException(measurement.GetType().Name);
        }
    }

    private static void AddMilestones(Wire.Goal message, ImmutableArray<Milestone> milestones) =>
        message.Milestones.Add(milestones.Select(milestone => new Wire.GoalMilestone
        {
            Date = milestone.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Progress = milestone.Progress.ToString(),
        }));
}
