using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>A request to delete a workspace.</summary>
/// <param name="Author">The author of the deletion.</param>
/// <param name="Reason">The reason for it.</param>
/// <param name="Known">
/// The revision of the workspace that the caller knows; null skips the check that nothing has been changed since.
/// </param>
/// <param name="Erases">True to remove its bytes from the store as well, and those of the workspaces that had the id before.</param>
[Immutable, GenerateSerializer, Alias("okr.delete-change")]
public sealed record DeleteChange(
    [property: Id(0)] string Author, [property: Id(1)] string Reason, [property: Id(2)] long? Known, [property: Id(3)] bool Erases)
{
    /// <summary>The generation that is meant; 0 for the living one or, if there is none, the one that was deleted last.</summary>
    [Id(5)]
    public int Generation { get; init; }

    /// <summary>The request, if its caller has named it; null otherwise.</summary>
    [Id(4)]
    public NamedRequest? Request { get; init; }
}

/// <summary>The result of a deletion.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Generation">The generation of the id that is deleted; 0 when none was.</param>
[Immutable, GenerateSerializer, Alias("okr.deleted")]
public sealed record Deleted([property: Id(0)] DeleteOutcome Outcome, [property: Id(1)] int Generation)
{
    /// <summary>The changes of others; null unless <see cref="Outcome"/> is <see cref="DeleteOutcome.Conflict"/>.</summary>
    [Id(2)]
    public PlanConflict? Conflict { get; init; }
}

/// <summary>The outcome of a deletion.</summary>
public enum DeleteOutcome
{
    /// <summary>The workspace is deleted.</summary>
    Done = 1,

    /// <summary>There is no such workspace.</summary>
    UnknownWorkspace,

    /// <summary>Somebody else has changed the plan since the caller read it.</summary>
    Conflict,

    /// <summary>The request has the id of another one.</summary>
    RequestReused,
}
