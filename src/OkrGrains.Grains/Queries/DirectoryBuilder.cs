using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Formulas;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Plans;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>Builds the directory of a workspace from stored rows.</summary>
internal sealed class DirectoryBuilder
{
    private readonly Dictionary<GoalName, long> _numbers;
    private readonly Dictionary<long, ObjectiveDefinition> _objectives = [];
    private readonly Dictionary<long, (GoalRow Row, KeyResultDefinition Definition)> _keyResults = [];
    private readonly Dictionary<long, KpiDefinition> _kpis = [];
    private readonly Dictionary<long, List<GoalParent>> _parents = [];
    private readonly WorkspaceFrame _frame;

    private DirectoryBuilder(IReadOnlyList<GoalRow> rows, WorkspaceFrame frame)
    {
        _frame = frame;
        _numbers = rows.ToDictionary(row => row.Name, row => row.Goal);
        foreach (var row in rows)
        {
            switch (row.Name.Kind)
            {
                case GoalKind.Kpi:
                    _kpis.Add(row.Goal, DefinitionJson.ReadKpi(row.Body.Span));
                    break;
                case GoalKind.KeyResult:
                    _keyResults.Add(row.Goal, (row, DefinitionJson.ReadKeyResult(row.Body.Span)));
                    break;
                case GoalKind.Objective:
                    _objectives.Add(row.Goal, DefinitionJson.ReadObjective(row.Body.Span));
                    break;
            }
        }
    }

    public static WorkspaceDirectory Build(WorkspaceRow workspace, IReadOnlyList<GoalRow> stored, IReadOnlyList<EdgeRow> edges)
    {
        GoalRow[] rows = [.. stored.Where(row => !row.Removed).OrderBy(row => row.Name.Kind).ThenBy(row => row.Ordinal)];
        var settings = DefinitionJson.ReadSettings(workspace.Settings.Span);
        var builder = new DirectoryBuilder(rows, new WorkspaceFrame(settings));
        builder.FindParents(rows);
        ImmutableArray<GoalEntry> goals = [.. rows.Select(builder.EntryOf)];
        return new WorkspaceDirectory(
            workspace.Id,
            workspace.Revision,
            goals,
            goals.ToDictionary(goal => goal.Row.Name),
            goals.ToDictionary(goal => goal.Address.Number),
            [.. edges])
        {
            Generation = workspace.Generation,
            Since = workspace.Since,
            Zone = builder._frame.Zone,
            Settings = settings,
        };
    }

    private void FindParents(IEnumerable<GoalRow> rows)
    {
        foreach (var row in rows)
        {
            switch (row.Name.Kind)
            {
                case GoalKind.Kpi:
                    foreach (var operand in _kpis[row.Goal].Formula?.Operands.Distinct() ?? [])
                    {
                        Link(GoalKind.Kpi, operand, new GoalParent(row.Goal, null, Counts: true));
                    }

                    break;
                case GoalKind.KeyResult:
                    LinkKeyResult(row.Goal, _keyResults[row.Goal].Definition, row.Owner!.Value);
                    break;
                case GoalKind.Objective:
                    LinkObjective(row.Goal, _objectives[row.Goal]);
                    break;
            }
        }
    }

    private void LinkKeyResult(long number, KeyResultDefinition keyResult, long owner)
    {
        Link(number, new GoalParent(owner, keyResult.Weight, _objectives[owner].From.Takes(GoalKind.KeyResult)));
        switch (keyResult.Measurement)
        {
            case KpiMeasurement { Kpi: var kpi }:
                Link(GoalKind.Kpi, kpi, new GoalParent(number, null, Counts: true));
                break;
            case KpisMeasurement { Kpis: var kpis }:
                foreach (var (kpi, weight) in kpis)
                {
                    Link(GoalKind.Kpi, kpi, new GoalParent(number, weight, Counts: true));
                }

                break;
        }
    }

    private void LinkObjective(long number, ObjectiveDefinition objective)
    {
        foreach (var (parent, weight) in objective.Parents)
        {
            var above = _numbers[parent];
            var counts = parent.Kind == GoalKind.Objective
                ? _objectives[above].From.Takes(GoalKind.Objective)
                : _keyResults[above].Definition.Measurement is AlignedMeasurement;
            Link(number, new GoalParent(above, weight, counts));
        }
    }

    private void Link(GoalKind kind, string id, GoalParent parent) => Link(_numbers[new GoalName(kind, id)], parent);

    private void Link(long child, GoalParent parent)
    {
        if (!_parents.TryGetValue(child, out var parents))
        {
            _parents.Add(child, parents = []);
        }

        parents.Add(parent);
    }

    private GoalEntry EntryOf(GoalRow row)
    {
        var address = new GoalAddress(row.Workspace, row.Goal, row.Name.Kind);
        var parents = _parents.TryGetValue(row.Goal, out var found) ? [.. found] : ImmutableArray<GoalParent>.Empty;
        var owner = row.Name.Kind == GoalKind.Kpi ? null : _objectives[row.Owner ?? row.Goal];
        var defined = new DefinedGoal
        {
            Kpi = _kpis.GetValueOrDefault(row.Goal),
            KeyResult = _keyResults.TryGetValue(row.Goal, out var keyResult) ? keyResult.Definition : null,
            Objective = _objectives.GetValueOrDefault(row.Goal),
            Commitment = owner?.Commitment,
            Span = _frame.FindCycle(owner?.Cycle),
        };
        var texts = defined.Texts;
        return new GoalEntry(
            address, row, texts.Title ?? row.Name.Id, texts.Owner ?? "", defined.Kpi?.Unit ?? "", owner?.Cycle, defined.TakesReadings, parents)
        {
            Part = owner?.Part ?? defined.Kpi!.Part,
            Defined = defined,
        };
    }
}
