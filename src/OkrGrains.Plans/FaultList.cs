using System.Collections.Immutable;
using System.Globalization;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans;

/// <summary>Collects the faults of one reading and keeps the first <see cref="Limit"/> of them.</summary>
internal sealed class FaultList
{
    public const int Limit = 1_000;

    private const int MostComparisons = 500_000;

    private readonly List<(PlanFault Fault, PlanOrigin Origin)> _kept = [];
    private int _comparisons;

    /// <summary>The file that is being turned into a tree.</summary>
    public PlanOrigin Origin { get; set; } = PlanOrigin.Given(0);

    /// <summary>The number of faults, kept or not.</summary>
    public int Count { get; private set; }

    /// <summary>True if further faults are only counted.</summary>
    public bool IsFull => Count >= Limit;

    /// <summary>True if an unknown key is among the faults.</summary>
    public bool HasUnknownKeys { get; private set; }

    /// <summary>True if the keys that maps are asked for are noted, so that faults can name them.</summary>
    public bool NotesKeys { get; private init; }

    /// <summary>Returns a list with the first faults of this one, in which the keys that maps are asked for are noted.</summary>
    public FaultList NotingKeys(int first)
    {
        var list = new FaultList { NotesKeys = true, Count = first };
        list._kept.AddRange(_kept.Take(first));
        return list;
    }

    /// <summary>Takes back the last faults, so that only the first remain.</summary>
    public void KeepFirst(int first)
    {
        _kept.RemoveRange(Math.Min(first, _kept.Count), Math.Max(0, _kept.Count - first));
        Count = first;
    }

    /// <summary>
    /// Returns true if a word may be compared with so many others, to find which one was meant. All comparisons of a reading are bounded, so
    /// that wrong references to very many goals cost no more than they are worth.
    /// </summary>
    public bool MayCompare(int others)
    {
        if (others > MostComparisons - _comparisons)
        {
            return false;
        }

        _comparisons += others;
        return true;
    }

    public void Add(PlanNode node, string reason, string message) => Add(node, node.Line, node.Column, reason, message);

    public void AddAtKey(PlanNode node, string reason, string message)
    {
        HasUnknownKeys |= reason == FaultReason.UnknownKey;
        Add(node, node.KeyLine, node.KeyColumn, reason, message);
    }

    /// <summary>Adds a fault for a missing key, at the path that the key would have and the position of its map.</summary>
    public void AddMissing(MapNode map, string key, string message)
    {
        if (Count++ < Limit)
        {
            Keep(map, new PlanFault(NodePlace.Of(map, key), map.Line, map.Column, FaultReason.MissingKey, message));
        }
    }

    public void Add(TextFault fault)
    {
        if (Count++ < Limit)
        {
            _kept.Add((new PlanFault("", fault.Line, fault.Column, fault.Reason, fault.Message), Origin));
        }
    }

    public void AddAll(FaultList other)
    {
        _kept.AddRange(other._kept.Take(Math.Max(0, Limit - _kept.Count)).Select(found => (found.Fault, Origin)));
        Count += other.Count;
    }

    public ImmutableArray<PlanFault> ToImmutable()
    {
        var ordered = _kept.OrderBy(found => found.Origin.Order).ThenBy(found => found.Fault.Line).ThenBy(found => found.Fault.Column)
            .Select(found => found.Fault with { Place = found.Origin.Place(found.Fault.Place), File = found.Origin.File })
            .ToList();
        if (Count > Limit)
        {
            var rest = string.Create(CultureInfo.InvariantCulture, $"{Count} faults in all; only the first {Limit} found are listed");
            ordered.Add(new PlanFault("", 1, 1, FaultReason.TooManyFaults, rest));
        }

        return [.. ordered];
    }

    private void Add(PlanNode node, int line, int column, string reason, string message)
    {
        if (Count++ < Limit)
        {
            Keep(node, new PlanFault(NodePlace.Of(node), line, column, reason, message));
        }
    }

    private void Keep(PlanNode node, PlanFault fault)
    {
        var origin = node.Root.Origin ?? Origin;
        _kept.Add((origin.IsStored ? StoredNeed.Of(node, origin, fault) : fault, origin));
    }
}
