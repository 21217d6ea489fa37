namespace OkrGrains.Model.RollUps;

/// <summary>How contributions become one score (goal-model §6).</summary>
public enum RollUpKind
{
    /// <summary>Σ w·s / Σ w. The default.</summary>
    WeightedAverage = 0,

    /// <summary>The least s among contributions with w above 0.</summary>
    Minimum,

    /// <summary>The greatest s among contributions with w above 0.</summary>
    Maximum,
}

/// <summary>What a contribution without data (coverage 0) counts as (goal-model §6).</summary>
public enum NoDataRule
{
    /// <summary>It counts with its score. The default.</summary>
    Zero = 0,

    /// <summary>It is left out of the score.</summary>
    Exclude,
}

/// <summary>Which contributions an objective takes (goal-model §6).</summary>
public enum RollUpSource
{
    /// <summary>Its key results and the objectives aligned under it. The default.</summary>
    Both = 0,

    /// <summary>Its key results only.</summary>
    KeyResults,

    /// <summary>The objectives aligned under it only.</summary>
    Aligned,
}
