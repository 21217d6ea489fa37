using System.Globalization;
using OkrGrains.Api.Errors;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Api.Mapping;

/// <summary>The etag of a plan, opaque to clients: the revision of the workspace.</summary>
internal static class Etag
{
    private const string Prefix = "r";

    public static string Of(long revision) => Prefix + revision.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Returns the revision in an etag; null when the etag is empty.</summary>
    /// <exception cref="ApiFault">The field holds something else than an etag.</exception>
    public static long? Read(string field, string etag)
    {
        if (etag.Length == 0)
        {
            return null;
        }

        return etag.StartsWith(Prefix, StringComparison.Ordinal)
            && PlainNumber.TryParseHex(etag.AsSpan(Prefix.Length), out var revision)
            ? revision
            : throw ApiFault.BadRequest(field, "is no etag of this server");
    }
}
