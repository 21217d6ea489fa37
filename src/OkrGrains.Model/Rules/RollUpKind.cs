namespace OkrGrains.Model.Rules;

/// <summary>The way in which contributions become one score (goal-model §6).</summary>
public enum RollUpKind
{
    /// <summary>The weighted average Σ w·s / Σ w. This is the default.</summary>
    WeightedAverage = 0,

    /// <summary>The least s among contributions with w above 0.</summary>
    Minimum,

    /// <summary>The greatest s among contributions with w above 0.</summary>
    Maximum,
}

/// <summary>The rule for a contribution without data, one with coverage 0 (goal-model §6).</summary>
public enum NoDataRule
{
    /// <summary>The contribution counts with its score. This is the default.</summary>
    Zero = 0,

    /// <summary>The contribution is left out of the score.</summary>
    Exclude,
}

/// <summary>The contributions that an objective takes (goal-model §6).</summary>
public enum RollUpSource
{
    /// <summary>The key results and the aligned objectives. This is the default.</summary>
    Both = 0,

    /// <summary>The key results only.</summary>
    KeyResults,

    /// <summary>The aligned objectives only.</summary>
    Aligned,
}
