using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>The latest instant of the goal clock that a watch has told.</summary>
internal sealed class WatchClock
{
    public DateTimeOffset At { get; private set; }

    public void Take(WatchGoalsResponse response)
    {
        var at = response.EventCase switch
        {
            WatchGoalsResponse.EventOneofCase.Goal => response.Goal.Figures?.At,
            WatchGoalsResponse.EventOneofCase.Synced => response.Synced.At,
            WatchGoalsResponse.EventOneofCase.Heartbeat => response.Heartbeat.At,
            _ => null,
        };
        At = at?.ToDateTimeOffset() is { } told && told > At ? told : At;
    }
}
