namespace OkrGrains.Model.Goals;

/// <summary>Health of a KPI, first match (goal-model §7).</summary>
public enum Health
{
    /// <summary>No target.</summary>
    Unscored = 1,

    /// <summary>Absent value.</summary>
    NoData,

    /// <summary>The newest reading is older than <c>staleAfter</c>.</summary>
    Stale,

    /// <summary>Score at or above <c>healthyFrom</c>.</summary>
    Healthy,

    /// <summary>Score at or above <c>watchFrom</c>.</summary>
    Watch,

    /// <summary>Any other score.</summary>
    Unhealthy,
}

/// <summary>Status of a key result or objective, first match (goal-model §7).</summary>
public enum Status
{
    /// <summary>Before its cycle.</summary>
    NotStarted = 1,

    /// <summary>Coverage 0.</summary>
    NoData,

    /// <summary>Score at or above 1, or, once its cycle has ended, at or above the success threshold.</summary>
    Achieved,

    /// <summary>The cycle has ended without success.</summary>
    Missed,

    /// <summary>The gap to the expected progress is at most <c>behindAfter</c>.</summary>
    OnTrack,

    /// <summary>The gap is at most <c>atRiskAfter</c>.</summary>
    Behind,

    /// <summary>The gap is greater.</summary>
    AtRisk,
}

/// <summary>Grade of a key result or objective once its cycle has ended (goal-model §8).</summary>
public enum Grade
{
    /// <summary>Aspirational: score ≥ 0.7; committed: score ≥ 1.</summary>
    Green = 1,

    /// <summary>Aspirational: score ≥ 0.4; committed: score ≥ 0.7.</summary>
    Yellow,

    /// <summary>Any lower score.</summary>
    Red,
}
