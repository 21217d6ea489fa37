using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Watching;

/// <summary>
/// The names of the goals that a watcher has received. After a broken stream they tell which goals were removed in between.
/// </summary>
internal sealed class KnownGoals
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private HashSet<string>? _missing;

    public void StartStream() => _missing = [.. _told];

    /// <summary>Records a response and returns the names of the goals to report as removed before it.</summary>
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
