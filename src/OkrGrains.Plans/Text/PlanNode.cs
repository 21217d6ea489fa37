using System.Diagnostics.CodeAnalysis;

namespace OkrGrains.Plans.Text;

/// <summary>A value of the text, YAML or JSON, with where it stands.</summary>
internal abstract class PlanNode
{
    public required int Line { get; init; }

    public required int Column { get; init; }

    public PlanNode? Parent { get; private set; }

    /// <summary>The key under which a map holds it; null in a list.</summary>
    public string? Key { get; private set; }

    public int KeyLine { get; private set; }

    public int KeyColumn { get; private set; }

    /// <summary>Its index in a list; -1 in a map.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>Whether a reader knows the key; what no reader took is unknown.</summary>
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

/// <summary>Text between quotes or without.</summary>
internal sealed class ScalarNode : PlanNode
{
    public required string Text { get; init; }

    public required bool Quoted { get; init; }

    /// <summary>YAML 1.2 core schema; JSON's null is among its spellings.</summary>
    public bool IsNull => !Quoted && Text is ("" or "~" or "null" or "Null" or "NULL");
}

internal sealed class ListNode : PlanNode
{
    public List<PlanNode> Items { get; } = [];
}

/// <summary>Stands for what was refused already, so that nothing is said twice.</summary>
internal sealed class BrokenNode : PlanNode;

/// <summary>Each key once, in the order of the text.</summary>
internal sealed class MapNode : PlanNode
{
    // A search in a handful of keys beats hashing; a plan with a million keys in one map must not be quadratic.
    private const int SearchedKeys = 24;

    private Dictionary<string, PlanNode>? _byKey;

    public List<PlanNode> Values { get; } = [];

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

    /// <summary>False when the key is there already; the first stays.</summary>
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
