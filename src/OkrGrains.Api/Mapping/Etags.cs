using OkrGrains.Api.Errors;
using OkrGrains.Storage;

namespace OkrGrains.Api.Mapping;

/// <summary>
/// The etags of plans, opaque to clients: the revision of the workspace. A store that was restored uses revisions of before again, so its
/// etags have 16 digits of the store's incarnation behind the revision; all digits are hexadecimal.
/// </summary>
internal sealed class Etags(ICommitLog commits)
{
    private const string Prefix = "r";

    public string Of(long revision) =>
        PositionText.Write(Prefix, revision, commits.Lineage.WasRestored ? commits.Lineage.Current.Id : null);

    /// <summary>
    /// Returns the revision in an etag, or the greatest number if it is of a state that the store does not hold, which no plan is at; null when
    /// the etag is empty.
    /// </summary>
    /// <exception cref="ApiFault">The field holds something else than an etag.</exception>
    public long? Read(string field, string etag)
    {
        if (etag.Length == 0)
        {
            return null;
        }

        var (revision, incarnation) = PositionText.Parse(Prefix, etag) ?? throw ApiFault.BadRequest(field, "is no etag of this server");
        var reach = commits.Lineage.Reach(incarnation ?? commits.Lineage.First.Id, commits.LastPosition);
        return revision <= reach ? revision : long.MaxValue;
    }
}
