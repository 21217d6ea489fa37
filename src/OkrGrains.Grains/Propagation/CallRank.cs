namespace OkrGrains.Grains.Propagation;

/// <summary>
/// The ranks of calls that wait in a throttle, in the order in which they go. What is active already must not wait for all that is still to
/// be activated below it.
/// </summary>
internal enum CallRank
{
    /// <summary>The rank of contributions that are sent in a propagation round.</summary>
    OfRound,

    /// <summary>The rank of contributions of goals that have taken readings.</summary>
    OfReadingGoal,

    /// <summary>The rank of readings that are sent to their goals.</summary>
    OfReadings,
}
