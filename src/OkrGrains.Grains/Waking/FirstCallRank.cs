namespace OkrGrains.Grains.Waking;

/// <summary>Who goes first. What has been woken already must not wait for all that is still to wake below it.</summary>
internal enum FirstCallRank
{
    /// <summary>A contribution of a goal that goes with a wave.</summary>
    OfWave,

    /// <summary>A contribution of a goal that has taken readings.</summary>
    OfReadingGoal,

    /// <summary>Readings.</summary>
    OfReadings,
}
