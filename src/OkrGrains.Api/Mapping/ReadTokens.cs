using OkrGrains.Api.Errors;
using OkrGrains.Grains.Queries;
using OkrGrains.Storage;

namespace OkrGrains.Api.Mapping;

/// <summary>
/// The tokens that acknowledgements carry, opaque to clients. A token is the position of the commit that made the readings durable, followed by
/// 16 digits of the store's incarnation, all hexadecimal. One position is enough, since a store has one writer.
/// </summary>
internal sealed class ReadTokens(ICommitLog commits)
{
    private const string Prefix = "p";

    /// <summary>Returns the token of a position. Incarnation 0 is left out: its tokens are those of builds that knew of no incarnations.</summary>
    public string Of(long position)
    {
        var incarnation = commits.Lineage.Current.Id;
        return PositionText.Write(Prefix, position, incarnation == 0 ? null : incarnation);
    }

    /// <summary>Returns true if there is a token, and the store holds what it stands for; false when it is empty.</summary>
    /// <exception cref="ApiFault">The field holds something else than a token, or the store was rolled back to before its position.</exception>
    public bool Read(string field, string token)
    {
        if (token.Length == 0)
        {
            return false;
        }

        var (position, incarnation) = Parse(token) ?? throw ApiFault.BadRequest(field, "is no token of this server");
        var last = commits.LastPosition;
        var reach = commits.Lineage.Reach(incarnation, last);
        return position == 0 || position <= reach ? true : throw ApiFault.RolledBackBefore(field, reach ?? last);
    }

    /// <summary>Reads a token that is passed with a read of a workspace.</summary>
    /// <exception cref="ApiFault">
    /// The field holds no valid token, or one from before the workspace that had the same id was deleted.
    /// </exception>
    public bool Read(string field, string token, WorkspaceDirectory goals)
    {
        var isGiven = Read(field, token);
        return isGiven && Parse(token)!.Value.Position is var position && position > 0 && position <= goals.Since
            ? throw ApiFault.FormerGeneration(field, Names.OfWorkspace(goals.Workspace))
            : isGiven;
    }

    private static (long Position, long Incarnation)? Parse(string token) =>
        PositionText.Parse(Prefix, token) is { } read ? (read.Position, read.Incarnation ?? 0) : null;
}
