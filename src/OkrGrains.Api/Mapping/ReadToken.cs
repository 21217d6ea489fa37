using System.Globalization;
using OkrGrains.Api.Errors;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Api.Mapping;

/// <summary>
/// The tokens that acknowledgements carry, opaque to clients. A token is the position of the commit that made the readings durable. One
/// position is enough, since a store has one writer.
/// </summary>
internal static class ReadToken
{
    private const string Prefix = "p";

    public static string Of(long position) => Prefix + position.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Returns the position in a token; null when the token is empty.</summary>
    /// <exception cref="ApiFault">The field holds something else than a token.</exception>
    public static long? Read(string field, string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        return token.StartsWith(Prefix, StringComparison.Ordinal)
            && PlainNumber.TryParseHex(token.AsSpan(Prefix.Length), out var position)
            ? position
            : throw ApiFault.BadRequest(field, "is no token of this server");
    }
}
