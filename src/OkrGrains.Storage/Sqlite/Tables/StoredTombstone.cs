using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>A stored tombstone.</summary>
/// <param name="Workspace">The number of the deleted workspace.</param>
/// <param name="Id">The workspace's id.</param>
/// <param name="Generation">The generation of the id, from 1.</param>
/// <param name="Position">The position of the commit that deleted it.</param>
/// <param name="AcceptedAt">The acceptance instant of that commit.</param>
/// <param name="Author">The person who asked for it.</param>
/// <param name="Reason">The reason that the author gave.</param>
/// <param name="Request">The named request that asked for it; null for none.</param>
/// <param name="LastGoal">The greatest number of a goal at the deletion.</param>
/// <param name="LastProducer">The greatest number of a producer at the deletion.</param>
/// <param name="Stage">The stage of the erasure.</param>
/// <param name="ErasedTo">How far the stage has come: a goal's number or a position, all of which up to there are done.</param>
internal sealed record StoredTombstone(
    long Workspace,
    string Id,
    int Generation,
    long Position,
    Instant AcceptedAt,
    string Author,
    string Reason,
    NamedRequest? Request,
    long LastGoal,
    long LastProducer,
    ErasureStage Stage,
    long ErasedTo)
{
    public Tombstone Public => new(Id, Generation, Position, AcceptedAt, Author, Reason, State) { Request = Request };

    private ErasureState State => Stage switch
    {
        ErasureStage.None => ErasureState.None,
        ErasureStage.Done => ErasureState.Done,
        _ => ErasureState.Running,
    };
}

/// <summary>The stages of the removal of a deleted workspace's bytes, in their order. The numbers are part of the file format.</summary>
internal enum ErasureStage
{
    /// <summary>Nobody has asked for it.</summary>
    None = 0,

    /// <summary>The rows that each goal has: states, amendments, check-ins and edges.</summary>
    Goals = 1,

    /// <summary>The readings.</summary>
    Chunks = 2,

    /// <summary>Closings, changes, producers, requests and definitions.</summary>
    Definitions = 3,

    /// <summary>The copies of removed rows in the unused parts of pages, with which the file is written anew.</summary>
    Traces = 4,

    /// <summary>Nothing is left.</summary>
    Done = 5,
}
