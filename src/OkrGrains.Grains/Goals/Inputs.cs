using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// The last contribution on each of a goal's edges. Older ones are ignored, so that calls may come late, twice or in any order.
/// </summary>
internal sealed class Inputs
{
    private readonly Dictionary<InputKey, Contribution> _held = [];
    private readonly HashSet<InputKey> _edges;
    private UInt128 _positions;
    private UInt128 _turns;
    private Instant _at = Instant.Earliest;

    /// <summary>Holds nothing yet on the given edges; contributions on others are ignored.</summary>
    public Inputs(IEnumerable<InputKey> edges) => _edges = [.. edges];

    /// <summary>Of a goal that is not in the plan.</summary>
    public static Inputs None { get; } = new([]);

    /// <summary>What is held on an edge; null before the first contribution.</summary>
    public Contribution? this[InputKey key] => _held.GetValueOrDefault(key);

    /// <summary>What everything held makes the version of the goal, under its own revision.</summary>
    public GoalVersion Version(long revision) => new(revision, _positions, _at, _turns);

    /// <summary>Whether an edge holds a version or a newer one, or is none any more, so that nothing will come.</summary>
    public bool Holds(InputKey key, GoalVersion version) =>
        !_edges.Contains(key) || (_held.TryGetValue(key, out var held) && held.Version >= version);

    /// <summary>
    /// The newest revision that contributions on known edges come from. A goal is touched with everything that it reads, so that one newer
    /// than its own says that there is a newer definition of it.
    /// </summary>
    public long NewestRevision(ImmutableArray<Contribution> contributions)
    {
        var newest = 0L;
        foreach (var contribution in contributions)
        {
            if (contribution.Version.Revision > newest && _edges.Contains(InputKey.Of(contribution)))
            {
                newest = contribution.Version.Revision;
            }
        }

        return newest;
    }

    /// <summary>Whether just these are held.</summary>
    public bool Hold(ImmutableArray<Contribution> contributions)
    {
        foreach (var contribution in contributions)
        {
            if (!_held.TryGetValue(InputKey.Of(contribution), out var held) || held.Version != contribution.Version
                || !held.SameFiguresAs(contribution))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes a contribution if it is newer than what is held.</summary>
    /// <returns>What changed.</returns>
    public InputChange Take(Contribution contribution)
    {
        var key = InputKey.Of(contribution);
        if (!_edges.Contains(key))
        {
            return InputChange.None;
        }

        ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_held, key, out _);
        if (held is not null && contribution.Version <= held.Version)
        {
            return InputChange.None;
        }

        var same = held is not null && held.SameFiguresAs(contribution);
        unchecked
        {
            // A difference may be negative, the sum never is.
            _positions += contribution.Version.Positions - (held?.Version.Positions ?? 0);
            _turns += TurnsOf(contribution.Version) - (held is null ? 0 : TurnsOf(held.Version));
        }

        _at = contribution.Version.At > _at ? contribution.Version.At : _at;
        held = contribution;
        return same ? InputChange.Version : InputChange.Figures;
    }

    private static UInt128 TurnsOf(GoalVersion version) =>
        version.Turns + (UInt128)version.Revision + (UInt128)(version.At.UnixMillis - Instant.Earliest.UnixMillis);
}

/// <summary>What a contribution changes for its reader.</summary>
internal enum InputChange
{
    /// <summary>Nothing: it is not newer.</summary>
    None,

    /// <summary>Only the version: nothing needs to be recomputed.</summary>
    Version,

    /// <summary>Its figures.</summary>
    Figures,
}
