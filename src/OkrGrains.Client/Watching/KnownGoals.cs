using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Watching;

/// <summary>The names of the goals that a watcher has been told of, so that it also learns what went away while its stream was broken.</summary>
internal sealed class KnownGoals
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private HashSet<string>? _missing;

    public void StartStream() => _missing = [.. _told];

    /// <summary>Gives the names that are to be told as removed before this response.</summary>
    public IReadOnlyCollection<string> Take(WatchGoalsResponse response)
    {
        switch (response.EventCase)
        {
            case WatchGoalsResponse.EventOneofCase.Goal:
                _told.Add(response.Goal.Name);
                _missing?.Remove(response.Goal.Name);
                return [];
            case WatchGoalsResponse.EventOneofCase.Removed:
                _told.Remove(response.Removed);
                _missing?.Remove(response.Removed);
                return [];
            case WatchGoalsResponse.EventOneofCase.Synced when _missing is { } gone:
                _missing = null;
                _told.ExceptWith(gone);
                return gone;
            default:
                return [];
        }
    }
}
