using System.Globalization;
using OkrGrains.Api.Errors;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Api.Mapping;

/// <summary>
/// Page tokens with the generation of their workspace, so that a token of a deleted workspace is not taken for a place in the one that
/// has its id now. In the first generation a token has none, as those of builds that knew of no generations.
/// </summary>
internal static class GenerationToken
{
    private const char Separator = '~';

    /// <summary>Returns a page token with its generation; an empty one, as of the last page, stays empty.</summary>
    public static string Of(string token, WorkspaceDirectory goals) => token.Length == 0 || goals.Generation == 1
        ? token
        : string.Create(CultureInfo.InvariantCulture, $"{token}{Separator}{goals.Generation}");

    /// <summary>Returns a page token without its generation.</summary>
    /// <exception cref="ApiFault">The token is of another generation than the workspace.</exception>
    public static string Read(string field, string token, WorkspaceDirectory goals)
    {
        if (token.Length == 0)
        {
            return token;
        }

        var end = token.LastIndexOf(Separator);
        long generation = 1;
        if (end >= 0 && (!PlainNumber.TryParseWhole(token.AsSpan(end + 1), out generation) || generation < 2))
        {
            throw ApiFault.BadRequest(field, "is no page token of this server");
        }

        return generation == goals.Generation
            ? end < 0 ? token : token[..end]
            : throw ApiFault.FormerGeneration(field, Names.OfWorkspace(goals.Workspace));
    }
}
