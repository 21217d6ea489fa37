using OkrGrains.Model.Definitions;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Goals;

/// <summary>The settings that goals take from their workspace: policy, cycles as instants, and time zone.</summary>
internal sealed class WorkspaceFrame
{
    private readonly Dictionary<string, CycleSpan> _cycles = [];

    public WorkspaceFrame(WorkspaceSettings settings)
    {
        Settings = settings;
        Zone = Zone.Find(settings.TimeZone);
        foreach (var cycle in settings.Cycles)
        {
            _cycles[cycle.Id] = CycleSpan.Of(cycle, Zone);
        }
    }

    public WorkspaceSettings Settings { get; }

    public Policy Policy => Settings.Policy;

    public Zone Zone { get; }

    public CycleSpan? CycleOf(string? id) => id is null ? null : _cycles[id];

    /// <summary>Returns a cycle of goals that may be newer than these settings; null for one that is not in them.</summary>
    public CycleSpan? FindCycle(string? id) => id is not null && _cycles.TryGetValue(id, out var cycle) ? cycle : null;
}
