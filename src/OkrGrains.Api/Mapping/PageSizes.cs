using System.Globalization;
using OkrGrains.Api.Errors;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Api.Mapping;

/// <summary>Reads the page size and page token of lists whose pages continue behind a number, which is their token.</summary>
internal static class PageSizes
{
    /// <summary>Returns the page size of a request, or <paramref name="otherwise"/> when it is 0.</summary>
    /// <exception cref="ApiFault">The size is below 0 or above <paramref name="most"/>.</exception>
    public static int Read(int size, int otherwise, int most) => size < 0 || size > most
        ? throw ApiFault.BadRequest("page_size", $"must be 0 to {most}")
        : size == 0 ? otherwise : size;

    /// <summary>Returns the number in a token, or <paramref name="first"/> when the token is empty, as for the first page.</summary>
    /// <exception cref="ApiFault">The field holds no token.</exception>
    public static long ReadToken(string token, long first)
    {
        if (token.Length == 0)
        {
            return first;
        }

        return PlainNumber.TryParseWhole(token, out var number)
            ? number
            : throw ApiFault.BadRequest("page_token", "is no page token of this server");
    }

    public static string Token(long number) => number.ToString(CultureInfo.InvariantCulture);
}
