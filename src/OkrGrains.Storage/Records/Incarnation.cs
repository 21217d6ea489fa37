namespace OkrGrains.Storage.Records;

/// <summary>A stretch of a store's life: from its creation, or from one lawful restore, to the next.</summary>
/// <param name="Id">
/// The random number that tells it from any other incarnation of any store; 0 for what a store was before stores had incarnations.
/// </param>
/// <param name="Began">The position of the last commit before it; 0 for that of a new store.</param>
public readonly record struct Incarnation(long Id, long Began);
