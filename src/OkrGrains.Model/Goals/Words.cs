namespace OkrGrains.Model.Goals;

/// <summary>Returns health, status and grade as the words that the goal model uses (goal-model §7, §8).</summary>
public static class Words
{
    /// <summary>Returns the word of a health: <c>NO_DATA</c>, <c>HEALTHY</c> …</summary>
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

    /// <summary>Returns the word of a status: <c>NOT_STARTED</c>, <c>ON_TRACK</c> …</summary>
    public static string Word(this Status status) => status switch
    {
        Status.NotStarted => "NOT_STARTED",
        Status.NoData => "NO_DATA",
        Status.Achieved => "ACHIEVED",
        Status.Missed => "MISSED",
        Status.OnTrack => "ON_TRACK",
        Status.Behind => "BEHIND",
        Status.AtRisk => "AT_RISK",
        Status.Succeeded => "SUCCEEDED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown status."),
    };

    /// <summary>Returns the word of a grade: <c>GREEN</c>, <c>YELLOW</c> or <c>RED</c>.</summary>
    public static string Word(this Grade grade) => grade switch
    {
        Grade.Green => "GREEN",
        Grade.Yellow => "YELLOW",
        Grade.Red => "RED",
        _ => throw new ArgumentOutOfRangeException(nameof(grade), grade, "Unknown grade."),
    };

    /// <summary>Returns the word of a reason: <c>NO_READINGS</c>, <c>NO_BASELINE</c> …; null where there is data.</summary>
    public static string? Word(this NoDataReason reason) => reason switch
    {
        NoDataReason.None => null,
        NoDataReason.NotDefined => "NOT_DEFINED",
        NoDataReason.NoReadings => "NO_READINGS",
        NoDataReason.NoBaseline => "NO_BASELINE",
        NoDataReason.BaselineIsTarget => "BASELINE_IS_TARGET",
        NoDataReason.WindowBegins => "WINDOW_BEGINS",
        NoDataReason.NothingBelow => "NOTHING_BELOW",
        NoDataReason.NoDataBelow => "NO_DATA_BELOW",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Unknown reason."),
    };
}
