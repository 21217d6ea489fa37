using System.Diagnostics.CodeAnalysis;

namespace OkrGrains.Plans.Text;

/// <summary>A value of the text, YAML or JSON, with its position.</summary>
internal abstract class PlanNode
{
    public required int Line { get; init; }

    public required int Column { get; init; }

    public PlanNode? Parent { get; private set; }

    /// <summary>The key under which a map holds this node; null in a list.</summary>
    public string? Key { get; private set; }

    public int KeyLine { get; private set; }

    public int KeyColumn { get; private set; }

    /// <summary>The index of this node in a list; -1 in a map.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>The file of the tree; known of its root once the whole tree is read, and null before and for other nodes.</summary>
    public PlanOrigin? Origin { get; set; }

    /// <summary>The root of the tree.</summary>
    public PlanNode Root
    {
        get
        {
            var at = this;
            while (at.Parent is { } above)
            {
                at = above;
            }

            return at;
        }
    }

    /// <summary>True if the node is in a part that is not given, and stays as it is.</summary>
    public bool IsStored => Root.Origin is { IsStored: true };

    /// <summary>True if a reader has taken the key. A key that no reader took is unknown.</summary>
    public bool Taken { get; set; }

    public void PutInto(MapNode map, string key, int line, int column)
    {
        Parent = map;
        Key = key;
        KeyLine = line;
        KeyColumn = column;
    }

    public void PutInto(ListNode list, int index)
    {
        Parent = list;
        Index = index;
    }
}

/// <summary>A scalar: text with or without quotes.</summary>
internal sealed class ScalarNode : PlanNode
{
    public required string Text { get; set; }

    public required bool Quoted { get; init; }

    /// <summary>True if the scalar is null in the core schema of YAML 1.2, which includes the null of JSON.</summary>
    public bool IsNull => !Quoted && Text is ("" or "~" or "null" or "Null" or "NULL");
}

internal sealed class ListNode : PlanNode
{
    public List<PlanNode> Items { get; } = [];
}

/// <summary>A node that stands for a refused value, so that no second fault is reported for it.</summary>
internal sealed class BrokenNode : PlanNode;

/// <summary>A map that holds each key once, in the order of the text.</summary>
internal sealed class MapNode : PlanNode
{
    // A search among a few keys is faster than hashing. A larger map gets a dictionary, so that a million keys do not take quadratic time.
    private const int SearchedKeys = 24;

    private Dictionary<string, PlanNode>? _byKey;

    public List<PlanNode> Values { get; } = [];

    /// <summary>True if the map is a goal whose definition may be larger than the limit, so that it must be measured.</summary>
    public bool MayBeTooLarge { get; set; }

    public bool TryFind(string key, [NotNullWhen(true)] out PlanNode? value)
    {
        if (_byKey is not null)
        {
            return _byKey.TryGetValue(key, out value);
        }

        foreach (var candidate in Values)
        {
            if (candidate.Key == key)
            {
                value = candidate;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>Adds a value under a key. Returns false when the key is there already; the first value stays.</summary>
    public bool TryAdd(PlanNode value, string key, int line, int column)
    {
        value.PutInto(this, key, line, column);
        if (TryFind(key, out _))
        {
            return false;
        }

        Values.Add(value);
        if (_byKey is not null)
        {
            _byKey.Add(key, value);
        }
        else if (Values.Count > SearchedKeys)
        {
            _byKey = Values.ToDictionary(node => node.Key!, StringComparer.Ordinal);
        }

        return true;
    }
}
