using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>A file with the part of the workspace that it holds (goal-model §9).</summary>
/// <param name="Part">The name of the part; that of the file when it cannot be read.</param>
/// <param name="Workspace">The id of the workspace; empty when it is missing or was refused.</param>
/// <param name="Fields">The keys of the file.</param>
internal sealed record PartFile(string Part, string Workspace, Fields Fields)
{
    /// <summary>
    /// Returns the files in plan order: the part <see cref="PlanPart.Main"/>, then the others by name. They must be of one workspace, and of
    /// different parts. There are none if one of them is not a map.
    /// </summary>
    public static ImmutableArray<PartFile> AllOf(IReadOnlyList<PlanNode> roots, FaultList faults)
    {
        var files = new List<PartFile>(roots.Count);
        foreach (var root in roots)
        {
            if (Fields.Of(root, faults) is { } fields)
            {
                var workspace = fields.OwnId("workspace");
                var part = fields.Take(PartKey.Name) is { } node ? Scalars.Id(node, faults) ?? "" : PlanPart.Main;
                var file = new PartFile(part, workspace, fields);
                file.RefuseBeside(files, faults);
                files.Add(file);
            }
        }

        return files.Count < roots.Count
            ? []
            : [.. files.OrderBy(file => file.Part != PlanPart.Main).ThenBy(file => file.Part, StringComparer.Ordinal)];
    }

    private void RefuseBeside(List<PartFile> others, FaultList faults)
    {
        if (others.Count == 0)
        {
            return;
        }

        if (Workspace.Length > 0 && others[0].Workspace is { Length: > 0 } workspace && workspace != Workspace)
        {
            faults.Add(
                Fields.Take("workspace")!, FaultReason.OtherWorkspace, $"files of two workspaces: the first is of `{workspace}`, this one of `{Workspace}`");
        }

        if (Part.Length == 0 || !others.Exists(other => other.Part == Part))
        {
            return;
        }

        if (Fields.Take(PartKey.Name) is { } node)
        {
            faults.Add(node, FaultReason.DuplicatePart, $"another file holds the part `{Part}`");
        }
        else
        {
            faults.AddMissing(Fields.Map, PartKey.Name, $"`part` is missing: another file is the part `{Part}`, as each file without that key is");
        }
    }
}
