namespace OkrGrains.Storage;

/// <summary>
/// Stores readings, states and definitions durably for all silos that share it. Every commit has a position, which rises from commit to
/// commit and is never reused anywhere in the store, and an acceptance instant. All members may be called from any thread. Cancelling a
/// write does not undo it; whether it became durable is then unknown. Every read may throw <see cref="StoreDamagedException"/>.
/// </summary>
/// <remarks>
/// A store implements all five roles, because a commit orders the writes of all of them. A consumer takes the one or two roles that it
/// needs.
/// </remarks>
public interface IGoalStore : IReadingStore, IDefinitionStore, IProducerStore, IRequestStore, ICommitLog, IAsyncDisposable;
