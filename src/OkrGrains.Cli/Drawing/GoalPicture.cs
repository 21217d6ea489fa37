using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>The newest state of every watched goal. Safe for concurrent use by the watch and the drawing.</summary>
internal sealed class GoalPicture
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Goal> _goals = new(StringComparer.Ordinal);
    private readonly WatchClock _clock = new();

    /// <summary>True once all goals have arrived that were watched when the watch began.</summary>
    public bool IsWhole { get; private set; }

    public DateTimeOffset At
    {
        get
        {
            lock (_gate)
            {
                return _clock.At;
            }
        }
    }

    public IReadOnlyCollection<Goal> Goals
    {
        get
        {
            lock (_gate)
            {
                return [.. _goals.Values];
            }
        }
    }

    public void Take(WatchGoalsResponse response)
    {
        lock (_gate)
        {
            _clock.Take(response);
            switch (response.EventCase)
            {
                case WatchGoalsResponse.EventOneofCase.Goal:
                    _goals[response.Goal.Name] = response.Goal;
                    break;
                case WatchGoalsResponse.EventOneofCase.Removed:
                    _goals.Remove(response.Removed);
                    break;
                case WatchGoalsResponse.EventOneofCase.Synced:
                    IsWhole = true;
                    break;
                default:
                    break;
            }
        }
    }
}
