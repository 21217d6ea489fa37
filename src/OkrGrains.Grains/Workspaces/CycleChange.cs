using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>A request to close a cycle by hand, or to open it again.</summary>
/// <param name="Cycle">The cycle's id.</param>
/// <param name="Author">The author of the change.</param>
/// <param name="Reason">The reason for the change.</param>
[Immutable, GenerateSerializer, Alias("okr.cycle-change")]
public sealed record CycleChange([property: Id(0)] string Cycle, [property: Id(1)] string Author, [property: Id(2)] string Reason)
{
    /// <summary>The request, if its caller has named it; null otherwise.</summary>
    [Id(3)]
    public NamedRequest? Request { get; init; }
}

/// <summary>The outcome of the request.</summary>
public enum CycleOutcome
{
    /// <summary>The cycle was closed, or opened again.</summary>
    Done = 1,

    /// <summary>The plan has no such cycle.</summary>
    UnknownCycle,

    /// <summary>The cycle is closed already.</summary>
    ClosedAlready,

    /// <summary>The cycle is not closed.</summary>
    NotClosed,

    /// <summary>The cycle has not ended yet.</summary>
    NotEnded,

    /// <summary>The request has the id of another one.</summary>
    RequestReused,
}
