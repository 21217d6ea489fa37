using System.Collections.Immutable;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Hints;

namespace OkrGrains.Plans.Text;

/// <summary>Takes the keys of a map one by one. Keys that nobody took are unknown in the end.</summary>
internal readonly struct Fields(MapNode map, FaultList faults)
{
    public MapNode Map { get; } = map;

    public FaultList Faults { get; } = faults;

    private readonly KeyNotes? _notes = faults.NotesKeys ? new KeyNotes() : null;

    /// <summary>Returns the fields of a node that must be a map; null when it is not one.</summary>
    public static Fields? Of(PlanNode node, FaultList faults)
    {
        if (node is MapNode map)
        {
            return new Fields(map, faults);
        }

        if (node is not BrokenNode)
        {
            faults.Add(node, FaultReason.WrongType, $"a map of keys is expected{ShapeHints.Hint(node)}");
        }

        return null;
    }

    public bool Has(string key)
    {
        _notes?.Ask(key);
        return Map.TryFind(key, out _);
    }

    public PlanNode? Take(string key)
    {
        _notes?.Ask(key);
        if (!Map.TryFind(key, out var node))
        {
            return null;
        }

        node.Taken = true;
        return node;
    }

    /// <summary>Returns the node of a key; null, with a fault, when the key is missing.</summary>
    public PlanNode? Require(string key)
    {
        var node = Take(key);
        if (node is null)
        {
            Faults.AddMissing(Map, key, $"`{key}` is missing");
        }

        return node;
    }

    public string? Text(string key) => Take(key) is { } node ? Scalars.Text(node, Faults) : null;

    /// <summary>Returns the id of the thing itself; empty when it is missing or was refused.</summary>
    public string OwnId(string key = "id") => Require(key) is { } node ? Scalars.Id(node, Faults) ?? "" : "";

    public Nano? Number(string key) => Take(key) is { } node ? Scalars.Number(node, Faults) : null;

    public Weight Weight() => Take("weight") is { } node ? Scalars.Weight(node, Faults) ?? Model.Numbers.Weight.One : Model.Numbers.Weight.One;

    public bool Flag(string key) => Take(key) is { } node && Scalars.Flag(node, Faults) == true;

    public Duration? Duration(string key) => Take(key) is { } node ? Scalars.Duration(node, Faults) : null;

    public string? TimeZone(string key) => Take(key) is { } node ? Scalars.TimeZone(node, Faults) : null;

    public T? Word<T>(string key, Words<T> words)
        where T : struct => Take(key) is { } node ? words.Find(node, Faults) : null;

    /// <summary>Returns one of the given words as text; null when the key is missing or was refused.</summary>
    public string? Word(string key, ImmutableArray<string> words)
    {
        if (Take(key) is not { } node || Scalars.Text(node, Faults) is not { } text)
        {
            return null;
        }

        if (words.Contains(text))
        {
            return text;
        }

        var hint = WordSynonyms.Hint(text, words);
        Faults.Add(node, FaultReason.UnknownWord, $"`{Excerpt.Of(text)}` is none of {string.Join(", ", words)}{hint}");
        return null;
    }

    /// <summary>Returns the items of a list; none when the key is missing or was refused.</summary>
    public IReadOnlyList<PlanNode> List(string key) => Take(key) is { } node ? Lists.Items(node, Faults) ?? [] : [];

    /// <summary>Refuses a key that is known but has no meaning where it stands.</summary>
    public void RefuseMeaningless(string key, string why)
    {
        _notes?.AskMeaningless(key);
        if (Take(key) is { } node)
        {
            Faults.AddAtKey(node, FaultReason.NoMeaning, $"`{key}` has no meaning here: {why}");
        }
    }

    /// <summary>Refuses the keys that nobody took. The first of them lists the keys that there are.</summary>
    public void RefuseUnknown()
    {
        var listsKeys = true;
        foreach (var node in Map.Values)
        {
            if (!node.Taken)
            {
                // A message looks for the nearest key, which very many unknown keys are not worth: those beyond the limit are only counted.
                Faults.AddAtKey(node, FaultReason.UnknownKey, Faults.IsFull ? "" : UnknownKey.Message(node, _notes, listsKeys));
                listsKeys = false;
            }
        }
    }
}
