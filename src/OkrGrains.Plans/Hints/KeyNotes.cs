namespace OkrGrains.Plans.Hints;

/// <summary>
/// The keys that readers asked a map for, in their order. So the keys that a fault names are those that are really read, and no list of them
/// can go out of date.
/// </summary>
internal sealed class KeyNotes
{
    private readonly List<string> _asked = [];
    private readonly HashSet<string> _meaningless = new(StringComparer.Ordinal);

    /// <summary>The keys that have a meaning in the map as it stands.</summary>
    public IEnumerable<string> Allowed => _asked.Distinct().Where(key => !_meaningless.Contains(key));

    /// <summary>All keys that are known, those without meaning in this map last.</summary>
    public IEnumerable<string> Known => Allowed.Concat(_meaningless);

    public void Ask(string key) => _asked.Add(key);

    public void AskMeaningless(string key) => _meaningless.Add(key);
}
