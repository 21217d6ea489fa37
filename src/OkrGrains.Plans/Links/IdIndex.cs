using OkrGrains.Plans.Hints;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Links;

/// <summary>Things by id. If several have one id, the first is found.</summary>
internal sealed class IdIndex<T>
{
    private readonly Dictionary<string, (T Value, ScalarNode Id)> _byId = new(StringComparer.Ordinal);

    /// <summary>Adds the thing, or refuses it as a duplicate at its own id. A thing without a readable id is not found later.</summary>
    public void Add(Fields thing, T value)
    {
        // Even a malformed id is indexed, because references mean it. Only the id is reported then, not each reference as well.
        if (thing.Take("id") is ScalarNode id && !_byId.TryAdd(id.Text, (value, id)))
        {
            RefuseDuplicate(id, _byId[id.Text].Id, thing.Faults);
        }
    }

    public bool TryFind(string id, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        var found = _byId.TryGetValue(id, out var entry);
        value = entry.Value;
        return found;
    }

    /// <summary>Returns the part of a message that names the id that was probably meant; empty when none is near.</summary>
    public string DidYouMean(string id, FaultList faults) => IdHints.DidYouMean(id, _byId.Keys, faults);

    // Of a given and a stored one the given one is at fault, whichever comes first in plan order.
    private static void RefuseDuplicate(ScalarNode later, ScalarNode earlier, FaultList faults)
    {
        var (refused, other) = later.IsStored ? (earlier, later) : (later, earlier);
        var of = other.Root.Origin is { Part: { } part } origin && origin != refused.Root.Origin ? $" of the part `{part}`" : "";
        faults.Add(refused, FaultReason.DuplicateId, $"`{Excerpt.Of(later.Text)}` is an id{of} already");
    }
}
