using System.Collections.Immutable;
using System.Globalization;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Links;
using OkrGrains.Plans.Measures;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>Reads the whole plan and checks its goals against one another (goal-model §9).</summary>
internal sealed class WorkspaceReader(FaultList faults)
{
    private readonly IdIndex<CycleDefinition?> _cycles = new();
    private readonly IdIndex<KpiEntry> _kpis = new();
    private readonly LinkRules _links = new(faults);

    /// <summary>Returns the plan as far as it could be read; null when the first file is not a map.</summary>
    /// <param name="roots">The files, one for each part; the first one is a given one.</param>
    public Plan? Read(IReadOnlyList<PlanNode> roots)
    {
        if (PartFile.AllOf(roots, faults) is not { Length: > 0 } files)
        {
            return null;
        }

        // Cycles and KPIs are read first, wherever they stand, because the others name them.
        var plan = new Plan
        {
            Workspace = files[0].Workspace,
            Settings = Settings(files),
            Kpis = Kpis(files),
            Objectives = Objectives(files),
        };
        foreach (var file in files)
        {
            file.Fields.RefuseUnknown();
        }

        _links.Check();
        if (plan.Settings.Cycles.Length > 0 && DefinitionJson.Write(plan.Settings).Length > TextLimits.DefinitionBytes)
        {
            var cycles = files.Select(file => file.Fields.Take("cycles")).OfType<PlanNode>().OrderBy(node => node.IsStored).First();
            faults.Add(cycles, FaultReason.DefinitionTooLarge, $"the settings take more than {TextLimits.DefinitionBytes} bytes");
        }

        return plan;
    }

    private WorkspaceSettings Settings(ImmutableArray<PartFile> files)
    {
        var settings = files[0].Part == PlanPart.Main ? SettingsReader.Read(files[0].Fields, _cycles) : new WorkspaceSettings();
        return files.Where(file => file.Part != PlanPart.Main)
            .Aggregate(settings, (before, file) => SettingsReader.AddPart(before, file.Fields, file.Part, _cycles));
    }

    private ImmutableArray<KpiDefinition> Kpis(ImmutableArray<PartFile> files)
    {
        var entries = new List<KpiEntry>();
        foreach (var file in files)
        {
            foreach (var item in file.Fields.List("kpis"))
            {
                if (Fields.Of(item, faults) is { } fields)
                {
                    var operands = new List<Operand>();
                    var definition = KpiReader.Read(fields, operands) with { Part = file.Part };
                    RefuseTooLarge(fields, () => DefinitionJson.Write(definition with { Formula = null }));
                    var entry = new KpiEntry(definition, entries.Count, TargetReader.IsGiven(fields), fields.Has("formula"), operands);
                    entries.Add(entry);
                    _kpis.Add(fields, entry);
                }
            }
        }

        FormulaRules.Check(entries, _kpis, faults);
        return [.. entries.Select(entry => entry.Definition)];
    }

    private ImmutableArray<ObjectiveDefinition> Objectives(ImmutableArray<PartFile> files)
    {
        var objectives = ImmutableArray.CreateBuilder<ObjectiveDefinition>();
        foreach (var file in files)
        {
            foreach (var item in file.Fields.List("objectives"))
            {
                if (Fields.Of(item, faults) is { } fields)
                {
                    objectives.Add(Objective(fields) with { Part = file.Part });
                }
            }
        }

        return objectives.ToImmutable();
    }

    private ObjectiveDefinition Objective(Fields fields)
    {
        var cycle = CycleOf(fields);
        var nodes = new List<Fields>();
        var keyResults = ImmutableArray.CreateBuilder<KeyResultDefinition>();
        foreach (var item in fields.List("keyResults"))
        {
            if (Fields.Of(item, faults) is { } keyResult)
            {
                nodes.Add(keyResult);
                var definition = KeyResultReader.Read(keyResult, cycle, _kpis);
                RefuseTooLarge(keyResult, () => DefinitionJson.Write(WithoutKpis(definition)));
                keyResults.Add(definition);
            }
        }

        var links = new List<GivenLink>();
        var objective = ObjectiveReader.Read(fields, cycle, keyResults.ToImmutable(), links);
        RefuseTooLarge(fields, () => DefinitionJson.Write(objective));
        var number = _links.AddObjective(fields, links);
        nodes.ForEach(keyResult => _links.AddKeyResult(keyResult, number));
        return objective;
    }

    // What was refused in part need not be measured, and may not be fit to be written.
    private void RefuseTooLarge(Fields goal, Func<byte[]> write)
    {
        if (goal.Map.MayBeTooLarge && faults.Count == 0 && write().Length is var size && size > TextLimits.DefinitionBytes)
        {
            faults.Add(
                goal.Map,
                FaultReason.DefinitionTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"the definition takes {size} bytes; {TextLimits.DefinitionBytes} are the most"));
        }
    }

    private static KeyResultDefinition WithoutKpis(KeyResultDefinition keyResult) =>
        keyResult.Measurement is KpisMeasurement several ? keyResult with { Measurement = several with { Kpis = [] } } : keyResult;

    private GoalCycle CycleOf(Fields objective)
    {
        if (objective.Take("cycle") is not { } node)
        {
            return GoalCycle.None;
        }

        if (Scalars.Id(node, faults) is not { } id)
        {
            return GoalCycle.Unknown;
        }

        if (_cycles.TryFind(id, out var cycle))
        {
            return new GoalCycle(IsNone: false, cycle);
        }

        faults.Add(node, FaultReason.NoSuchCycle, $"there is no cycle `{id}`{_cycles.DidYouMean(id, faults)}");
        return GoalCycle.Unknown;
    }
}
