namespace OkrGrains.Model.Measures;

/// <summary>The way in which the readings of a window become one value (goal-model §3).</summary>
public enum Aggregation : byte
{
    /// <summary>The reading with the greatest time; among equal times the one accepted last. This is the default.</summary>
    Last = 0,

    /// <summary>The sum of the readings.</summary>
    Sum,

    /// <summary>The number of readings.</summary>
    Count,

    /// <summary>The exact quotient of sum and count, rounded half to even to nano-units.</summary>
    Average,

    /// <summary>The least reading.</summary>
    Min,

    /// <summary>The greatest reading.</summary>
    Max,

    /// <summary>The reading of a rank, at its four leading decimal digits; the median is the percentile 50.</summary>
    Percentile,
}
