namespace OkrGrains.Storage.Sqlite.Schema;

/// <summary>The kind of row that a checksum covers. The numbers are part of the file format: never change one.</summary>
internal enum RowKind
{
    Counters = 1,
    Chunk = 2,
    State = 3,
    Goal = 4,
    Revision = 5,
    Edge = 6,
    Workspace = 7,
    Change = 8,
    Producer = 9,
    AckWatermark = 10,
    Amendment = 11,
    Closing = 12,
    Final = 13,
    CheckIn = 14,
    Request = 15,
    Incarnation = 16,
    Tombstone = 17,
    StateLog = 18,
    EdgesUp = 19,
    EdgesDown = 20,
}
