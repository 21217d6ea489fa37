namespace OkrGrains.Model.Goals;

/// <summary>The health of a KPI: the first that applies (goal-model §7).</summary>
public enum Health
{
    /// <summary>The KPI has no target.</summary>
    Unscored = 1,

    /// <summary>The coverage is 0.</summary>
    NoData,

    /// <summary>The newest reading is older than <c>staleAfter</c>.</summary>
    Stale,

    /// <summary>The score is at or above <c>healthyFrom</c>.</summary>
    Healthy,

    /// <summary>The score is at or above <c>watchFrom</c>.</summary>
    Watch,

    /// <summary>The score is below <c>watchFrom</c>.</summary>
    Unhealthy,
}

/// <summary>The status of a key result or an objective: the first that applies (goal-model §7).</summary>
public enum Status
{
    /// <summary>The cycle has not started.</summary>
    NotStarted = 1,

    /// <summary>The coverage is 0.</summary>
    NoData,

    /// <summary>The score is at or above 1.</summary>
    Achieved,

    /// <summary>The cycle has ended without success.</summary>
    Missed,

    /// <summary>The gap to the expected progress is at most <c>behindAfter</c>.</summary>
    OnTrack,

    /// <summary>The gap to the expected progress is at most <c>atRiskAfter</c>.</summary>
    Behind,

    /// <summary>The gap to the expected progress is greater than <c>atRiskAfter</c>.</summary>
    AtRisk,

    /// <summary>The cycle has ended with a score at or above the success threshold, but below 1.</summary>
    Succeeded,
}

/// <summary>The grade of a key result or an objective once its cycle has ended (goal-model §8).</summary>
public enum Grade
{
    /// <summary>The score is at least 0.7 (aspirational) or 1 (committed).</summary>
    Green = 1,

    /// <summary>The score is at least 0.4 (aspirational) or 0.7 (committed).</summary>
    Yellow,

    /// <summary>The score is lower than that of <see cref="Yellow"/>.</summary>
    Red,
}
