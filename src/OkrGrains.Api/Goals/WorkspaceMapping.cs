using OkrGrains.Api.Mapping;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Goals;

/// <summary>Converts workspaces and tombstones to messages.</summary>
internal static class WorkspaceMapping
{
    public static Wire.Workspace ToWire(WorkspaceRow row, int goals, Etags etags) => new()
    {
        Name = Names.OfWorkspace(row.Id),
        Revision = row.Revision,
        Etag = etags.Of(row.Revision),
        Generation = row.Generation,
        GoalCount = goals,
    };

    public static Wire.Workspace ToWire(Tombstone tombstone) => new()
    {
        Name = Names.OfWorkspace(tombstone.Id),
        Revision = tombstone.Position,
        Generation = tombstone.Generation,
        Tombstone = new Wire.Tombstone
        {
            Author = tombstone.Author,
            Reason = tombstone.Reason,
            DeletedAt = tombstone.AcceptedAt.ToWire(),
            Erasure = tombstone.Erasure switch
            {
                ErasureState.Running => Wire.Erasure.Running,
                ErasureState.Done => Wire.Erasure.Done,
                _ => Wire.Erasure.None,
            },
        },
    };
}
