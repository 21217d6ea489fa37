using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>The newest state of every watched goal. Safe for concurrent use by the watch and the drawing.</summary>
internal sealed class GoalPicture
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Goal> _goals = new(StringComparer.Ordinal);
    private DateTimeOffset _at;
    private string _timeZone = "";

    /// <summary>True once all goals have arrived that were watched when the watch began.</summary>
    public bool IsWhole { get; private set; }

    public DateTimeOffset At
    {
        get
        {
            lock (_gate)
            {
                return _at;
            }
        }
    }

    /// <summary>The name of the workspace's time zone; empty until it has arrived.</summary>
    public string TimeZone
    {
        get
        {
            lock (_gate)
            {
                return _timeZone;
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
            switch (response.EventCase)
            {
                case WatchGoalsResponse.EventOneofCase.Goal:
                    _goals[response.Goal.Name] = response.Goal;
                    Show(response.Goal.Figures?.At?.ToDateTimeOffset());
                    break;
                case WatchGoalsResponse.EventOneofCase.Removed:
                    _goals.Remove(response.Removed);
                    break;
                case WatchGoalsResponse.EventOneofCase.Synced:
                    IsWhole = true;
                    _timeZone = response.Synced.TimeZone;
                    Show(response.Synced.At?.ToDateTimeOffset());
                    break;
                case WatchGoalsResponse.EventOneofCase.Heartbeat:
                    Show(response.Heartbeat.At?.ToDateTimeOffset());
                    break;
                default:
                    break;
            }
        }
    }

    private void Show(DateTimeOffset? at) => _at = at > _at ? at.Value : _at;
}
