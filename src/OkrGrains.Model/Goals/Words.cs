namespace OkrGrains.Model.Goals;

/// <summary>The words of verdicts, as the goal model writes them (goal-model §7, §8).</summary>
public static class Words
{
    /// <summary><c>NO_DATA</c>, <c>HEALTHY</c> …</summary>
    public static string Word(this Health health) => health switch
    {
        Health.Unscored => "UNSCORED",
        Health.NoData => "NO_DATA",
        Health.Stale => "STALE",
        Health.Healthy => "HEALTHY",
        Health.Watch => "WATCH",
        Health.Unhealthy => "UNHEALTHY",
        _ => throw new ArgumentOutOfRangeException(nameof(health), health, "Unknown health."),
    };

    /// <summary><c>NOT_STARTED</c>, <c>ON_TRACK</c> …</summary>
    public static string Word(this Status status) => status switch
    {
        Status.NotStarted => "NOT_STARTED",
        Status.NoData => "NO_DATA",
        Status.Achieved => "ACHIEVED",
        Status.Missed => "MISSED",
        Status.OnTrack => "ON_TRACK",
        Status.Behind => "BEHIND",
        Status.AtRisk => "AT_RISK",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown status."),
    };

    /// <summary><c>GREEN</c>, <c>YELLOW</c>, <c>RED</c>.</summary>
    public static string Word(this Grade grade) => grade switch
    {
        Grade.Green => "GREEN",
        Grade.Yellow => "YELLOW",
        Grade.Red => "RED",
        _ => throw new ArgumentOutOfRangeException(nameof(grade), grade, "Unknown grade."),
    };
}
