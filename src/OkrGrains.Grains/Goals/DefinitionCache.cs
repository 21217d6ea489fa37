using System.Collections.Concurrent;
using OkrGrains.Model.Goals;
using OkrGrains.Plans;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>Caches the definitions that this silo has read lately, as objects.</summary>
/// <remarks>Loading a goal reads the definition of everything that it reads, and so does loading each goal above it.</remarks>
internal sealed class DefinitionCache
{
    /// <summary>
    /// The most definitions in each of two generations. When the young generation exceeds it, it becomes the old one, and definitions that
    /// nobody has asked for since the last exchange are dropped.
    /// </summary>
    private const int Most = 65_536;

    private readonly ConcurrentDictionary<string, (ReadOnlyMemory<byte> Settings, WorkspaceFrame Frame)> _frames = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<long, Known> _young = new();
    private volatile ConcurrentDictionary<long, Known> _old = new();
    private int _kept;

    /// <summary>Returns the settings that goals take from their workspace: policy, cycles and time zone.</summary>
    public WorkspaceFrame FrameOf(WorkspaceRow workspace)
    {
        if (!_frames.TryGetValue(workspace.Id, out var known) || !known.Settings.Span.SequenceEqual(workspace.Settings.Span))
        {
            known = (workspace.Settings, new WorkspaceFrame(DefinitionJson.ReadSettings(workspace.Settings.Span)));
            _frames[workspace.Id] = known;
        }

        return known.Frame;
    }

    /// <summary>Returns the definition that a row holds.</summary>
    public object DefinitionOf(GoalRow row)
    {
        var young = _young;
        if (young.TryGetValue(row.Goal, out var known) && known.Is(row))
        {
            return known.Definition;
        }

        if (!_old.TryGetValue(row.Goal, out known) || !known.Is(row))
        {
            known = new Known(row.Body, Read(row));
        }

        young[row.Goal] = known;

        // A separate counter, because the dictionary's own count takes all of its locks and stops every writer.
        if (Interlocked.Increment(ref _kept) > Most && Interlocked.CompareExchange(ref _young, new(), young) == young)
        {
            _old = young;
            Volatile.Write(ref _kept, 0);
        }

        return known.Definition;
    }

    private static object Read(GoalRow row) => row.Name.Kind switch
    {
        GoalKind.Kpi => DefinitionJson.ReadKpi(row.Body.Span),
        GoalKind.KeyResult => DefinitionJson.ReadKeyResult(row.Body.Span),
        GoalKind.Objective => DefinitionJson.ReadObjective(row.Body.Span),
        _ => throw new InvalidOperationException($"{row.Name} is no goal."),
    };

    private sealed record Known(ReadOnlyMemory<byte> Body, object Definition)
    {
        public bool Is(GoalRow row) => Body.Span.SequenceEqual(row.Body.Span);
    }
}
