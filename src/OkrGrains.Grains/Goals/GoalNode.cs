using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>A goal with its parsed definition and everything that it takes from its workspace and its objective.</summary>
internal abstract class GoalNode(GoalRow row, WorkspaceFrame frame)
{
    public GoalRow Row { get; } = row;

    public WorkspaceFrame Frame { get; } = frame;

    public GoalAddress Address => new(Row.Workspace, Row.Goal, Row.Name.Kind);

    /// <summary>The rule that turns the goal's own readings into its value; null when it takes none.</summary>
    public virtual Measure? Measure => null;

    /// <summary>The unit by which the goal's own target compares a part of its readings' window.</summary>
    public virtual Prorate Prorate => Prorate.None;

    /// <summary>The time zone of <see cref="Measure"/>.</summary>
    public Zone MeasureZone => Measure?.ZoneIn(Frame.Zone) ?? Frame.Zone;

    /// <summary>The cycle of the goal; null without one.</summary>
    public virtual CycleSpan? Cycle => null;

    /// <summary>
    /// The rules that decide the goal's status together with its score and the clock; null without a cycle and for a KPI.
    /// </summary>
    public virtual StatusSchedule? StatusSchedule => null;

    /// <summary>The id of <see cref="Cycle"/>; null without one.</summary>
    public virtual string? CycleId => null;

    /// <summary>The interval at which the goal asks for a check-in; null for never.</summary>
    public virtual Duration? Review => null;

    /// <summary>The way in which the goal rolls up the scores of other goals, if it does.</summary>
    public virtual RollUpKind RollUp => RollUpKind.WeightedAverage;

    /// <summary>The read point at which the goal takes the value that it is measured by.</summary>
    public virtual ReadPoint OwnPoint => ReadPoint.Now;

    /// <summary>
    /// The latest instant at which the goal reads values, for a key result that is measured; null for a goal that rolls up others, which
    /// read values at instants of their own.
    /// </summary>
    public virtual Instant? ReadsUntil => null;

    /// <summary>Returns the read point of the goal's own readings for another goal that reads it at <paramref name="point"/>.</summary>
    public virtual ReadPoint MeasuredAt(ReadPoint point) => OwnPoint;

    /// <summary>Returns the points at which the goal's readings are kept so that it can be read at some points.</summary>
    public ImmutableArray<ReadPoint> PointsFor(IEnumerable<ReadPoint> read) => Measure!.PointsFor(read, Prorate);

    public static GoalNode Of(GoalRow row, WorkspaceFrame frame, GoalRow? owner, DefinitionCache definitions) =>
        definitions.DefinitionOf(row) switch
        {
            KpiDefinition kpi => new KpiNode(row, frame, kpi),
            KeyResultDefinition keyResult => new KeyResultNode(
                row,
                frame,
                keyResult,
                (ObjectiveDefinition)definitions.DefinitionOf(owner ?? throw new InvalidOperationException($"{row.Name} has no objective."))),
            ObjectiveDefinition objective => new ObjectiveNode(row, frame, objective),
            var other => throw new InvalidOperationException($"{row.Name} is no {other}."),
        };
}

/// <summary>A KPI with its parsed definition.</summary>
internal sealed class KpiNode(GoalRow row, WorkspaceFrame frame, KpiDefinition definition) : GoalNode(row, frame)
{
    public KpiDefinition Definition { get; } = definition;

    public override Measure? Measure => Definition.Measure;

    public override Prorate Prorate => (Definition.Target as LinearTarget)?.Prorate ?? Prorate.None;

    public override ReadPoint MeasuredAt(ReadPoint point) => point;
}

/// <summary>A key result with its parsed definition.</summary>
internal sealed class KeyResultNode(GoalRow row, WorkspaceFrame frame, KeyResultDefinition definition, ObjectiveDefinition objective)
    : GoalNode(row, frame)
{
    public KeyResultDefinition Definition { get; } = definition;

    public Commitment Commitment { get; } = objective.Commitment;

    public override CycleSpan? Cycle { get; } = frame.CycleOf(objective.Cycle);

    public override StatusSchedule? StatusSchedule =>
        Cycle is { } cycle ? new StatusSchedule(cycle, Definition.Milestones, Frame.Zone, Frame.Policy, Commitment) : null;

    public override string? CycleId { get; } = objective.Cycle;

    public override Duration? Review => Definition.Texts.Review;

    public override Measure? Measure => (Definition.Measurement as ReadingsMeasurement)?.Measure;

    public override Prorate Prorate =>
        (Definition.Measurement as ReadingsMeasurement)?.Target is LinearTarget linear ? linear.Prorate : Prorate.None;

    public override RollUpKind RollUp => Definition.RollUp;

    public override ReadPoint OwnPoint => Cycle?.Reads ?? ReadPoint.Now;

    public override Instant? ReadsUntil => Definition.Measurement is AlignedMeasurement ? null : OwnPoint.NotAfter;
}

/// <summary>An objective with its parsed definition.</summary>
internal sealed class ObjectiveNode(GoalRow row, WorkspaceFrame frame, ObjectiveDefinition definition) : GoalNode(row, frame)
{
    public ObjectiveDefinition Definition { get; } = definition;

    public override CycleSpan? Cycle { get; } = frame.CycleOf(definition.Cycle);

    public override StatusSchedule? StatusSchedule =>
        Cycle is { } cycle ? new StatusSchedule(cycle, Definition.Milestones, Frame.Zone, Frame.Policy, Definition.Commitment) : null;

    public override string? CycleId => Definition.Cycle;

    public override Duration? Review => Definition.Texts.Review;

    public override RollUpKind RollUp => Definition.RollUp;
}
