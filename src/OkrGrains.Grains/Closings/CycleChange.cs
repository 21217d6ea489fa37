namespace OkrGrains.Grains.Closings;

/// <summary>A cycle is to be closed by hand, or opened again.</summary>
/// <param name="Cycle">The cycle's id.</param>
/// <param name="Author">Who asks.</param>
/// <param name="Reason">Why.</param>
[Immutable, GenerateSerializer, Alias("okr.cycle-change")]
public sealed record CycleChange([property: Id(0)] string Cycle, [property: Id(1)] string Author, [property: Id(2)] string Reason);

/// <summary>What became of it.</summary>
public enum CycleOutcome
{
    /// <summary>It was done.</summary>
    Done = 1,

    /// <summary>The plan has no such cycle.</summary>
    UnknownCycle,

    /// <summary>It is closed already.</summary>
    ClosedAlready,

    /// <summary>It is not closed.</summary>
    NotClosed,

    /// <summary>It has not ended yet.</summary>
    NotEnded,
}
