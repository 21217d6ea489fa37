namespace OkrGrains.Storage.Integrity;

/// <summary>What a checksum covers. Part of the format: never renumber.</summary>
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
    AckedNote = 10,
    Amendment = 11,
    Closing = 12,
    Final = 13,
    CheckIn = 14,
}
