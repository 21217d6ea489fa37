namespace OkrGrains.Client.Readings;

/// <summary>
/// The handles that stand for goals in batches. A handle lasts as long as the producer, and is defined anew in each stream that uses it.
/// </summary>
internal sealed class GoalHandles(int limit)
{
    private readonly Dictionary<string, uint> _handles = new(StringComparer.Ordinal);
    private readonly List<string> _goals = [];
    private readonly List<int> _definedIn = [];
    private readonly Dictionary<uint, (string Reason, string Message)> _rejected = [];
    private int _stream;

    public bool AnyRejected => _rejected.Count > 0;

    public uint HandleOf(string goal)
    {
        if (_handles.TryGetValue(goal, out var known))
        {
            return known;
        }

        if (_goals.Count == limit)
        {
            throw new InvalidOperationException($"A producer may write to {limit} different goals at most.");
        }

        var handle = (uint)_goals.Count;
        _handles.Add(goal, handle);
        _goals.Add(goal);
        _definedIn.Add(0);
        return handle;
    }

    public string GoalOf(uint handle) => _goals[(int)handle];

    public void StartStream()
    {
        _stream++;
        _rejected.Clear();
    }

    /// <summary>Returns true the first time that the current stream uses the handle.</summary>
    public bool NeedsDefinition(uint handle)
    {
        if (_definedIn[(int)handle] == _stream)
        {
            return false;
        }

        _definedIn[(int)handle] = _stream;
        return true;
    }

    public void Reject(uint handle, string reason, string message)
    {
        if (handle < _goals.Count)
        {
            _rejected[handle] = (reason, message);
        }
    }

    public bool IsRejected(uint handle, out (string Reason, string Message) why) => _rejected.TryGetValue(handle, out why);
}
