using OkrGrains.Plans.Hints;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Links;

/// <summary>Things by id. If several have one id, the first is found.</summary>
internal sealed class IdIndex<T>
{
    private readonly Dictionary<string, T> _byId = new(StringComparer.Ordinal);

    /// <summary>Adds the thing, or refuses it as a duplicate at its own id. A thing without a readable id is not found later.</summary>
    public void Add(Fields thing, T value)
    {
        // Even a malformed id is indexed, because references mean it. Only the id is reported then, not each reference as well.
        if (thing.Take("id") is ScalarNode id && !_byId.TryAdd(id.Text, value))
        {
            thing.Faults.Add(id, FaultReason.DuplicateId, $"`{Excerpt.Of(id.Text)}` is an id already");
        }
    }

    public bool TryFind(string id, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value) => _byId.TryGetValue(id, out value);

    /// <summary>Returns the part of a message that names the id that was probably meant; empty when none is near.</summary>
    public string DidYouMean(string id, FaultList faults) => IdHints.DidYouMean(id, _byId.Keys, faults);
}
