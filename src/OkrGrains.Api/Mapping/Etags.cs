using System.Globalization;
using OkrGrains.Api.Errors;
using OkrGrains.Model.Numbers;
using OkrGrains.Storage;

namespace OkrGrains.Api.Mapping;

/// <summary>
/// The etags of plans, opaque to clients: the revision of the workspace. A store that was restored uses revisions of before again, so its
/// etags have 16 digits of the store's incarnation behind the revision; all digits are hexadecimal.
/// </summary>
internal sealed class Etags(ICommitLog commits)
{
    private const string Prefix = "r";
    private const int IncarnationDigits = 16;

    public string Of(long revision) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}{revision:x}{(commits.Lineage.WasRestored ? $"{commits.Lineage.Current.Id:x16}" : "")}");

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

        var (revision, incarnation) = Parse(etag) ?? throw ApiFault.BadRequest(field, "is no etag of this server");
        var reach = commits.Lineage.Reach(incarnation ?? commits.Lineage.First.Id, commits.LastPosition);
        return revision <= reach ? revision : long.MaxValue;
    }

    private static (long Revision, long? Incarnation)? Parse(string etag)
    {
        if (!etag.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var digits = etag.AsSpan(Prefix.Length);
        if (digits.Length <= IncarnationDigits)
        {
            return PlainNumber.TryParseHex(digits, out var plain) ? (plain, null) : null;
        }

        return PlainNumber.TryParseHex(digits[..^IncarnationDigits], out var revision)
            && PlainNumber.TryParseHex(digits[^IncarnationDigits..], out var incarnation)
            ? (revision, incarnation)
            : null;
    }
}
