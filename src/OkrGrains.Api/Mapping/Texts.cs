using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Mapping;

/// <summary>Limits of free text, which is kept for good.</summary>
internal static class Texts
{
    /// <summary>The longest author and reason of a change, in characters.</summary>
    public const int OfChanges = 1_000;

    /// <exception cref="ApiFault">The text is longer.</exception>
    public static void CheckNoLonger(string field, string text, int most)
    {
        if (text.Length > most)
        {
            throw ApiFault.BadRequest(field, $"must have at most {most} characters");
        }
    }

    /// <exception cref="ApiFault">The text is empty or longer.</exception>
    public static void CheckGiven(string field, string text, int most)
    {
        if (text.Length == 0)
        {
            throw ApiFault.BadRequest(field, "is missing");
        }

        CheckNoLonger(field, text, most);
    }
}
