using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Plans;

namespace OkrGrains.TestKit.Histories;

/// <summary>
/// Splits the plans of a history into the files of up to three parts, drawn from a seed. A goal mostly keeps its part, and moves now and then.
/// </summary>
public sealed class RandomParts(int seed)
{
    private static readonly string[] _names = [PlanPart.Main, "pay", "tills"];

    private readonly Draw _draw = new(seed);
    private readonly Dictionary<GoalName, string> _parts = [];
    private readonly Dictionary<string, string> _cycleParts = [];
    private byte[][] _applied = [];

    /// <summary>Returns the plan for which files were returned last, with its goals in the order of its parts.</summary>
    public Plan ReadWhole() => PlanFiles.Parse([.. _applied.Select(file => (ReadOnlyMemory<byte>)file)], TextCleaning.None).Read([]).Plan!;

    /// <summary>
    /// Returns the files to apply for a plan: all in which something changes, and perhaps others. Applied to a workspace that has what was
    /// returned before, they give the plan.
    /// </summary>
    public IReadOnlyList<byte[]> FilesFor(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var placed = Place(plan);
        byte[][] files = [.. _names.Select(name => DefinitionJson.Write(placed, name))];
        byte[][] given =
        [
            .. files.Where((file, part) => _applied.Length == 0 || !file.AsSpan().SequenceEqual(_applied[part]) || _draw.Chance(30)),
        ];
        _applied = files;
        return given.Length > 0 ? given : [_draw.Pick(files)];
    }

    private Plan Place(Plan plan)
    {
        return plan with
        {
            Kpis = [.. plan.Kpis.Select(kpi => kpi with { Part = PartOf(_parts, new GoalName(GoalKind.Kpi, kpi.Id)) })],
            Objectives =
            [
                .. plan.Objectives.Select(one => one with { Part = PartOf(_parts, new GoalName(GoalKind.Objective, one.Id)) }),
            ],
            Settings = plan.Settings with
            {
                Cycles = [.. plan.Settings.Cycles.Select(cycle => cycle with { Part = PartOf(_cycleParts, cycle.Id) })],
            },
        };
    }

    private string PartOf<T>(Dictionary<T, string> parts, T of)
        where T : notnull
    {
        if (!parts.TryGetValue(of, out var part) || _draw.Chance(5))
        {
            parts[of] = part = _draw.Pick(_names);
        }

        return part;
    }
}
