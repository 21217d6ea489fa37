using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Mapping;

/// <summary>Checks the length of free text, which is stored permanently.</summary>
internal static class Texts
{
    /// <summary>The maximum length of the reason of a change of a plan or cycle, in characters.</summary>
    public const int MaxReason = 1_000;

    /// <summary>Checks that a text has at most <paramref name="most"/> characters.</summary>
    /// <exception cref="ApiFault">The text is longer.</exception>
    public static void CheckNoLonger(string field, string text, int most)
    {
        if (text.Length > most)
        {
            throw ApiFault.BadRequest(field, $"must have at most {most} characters");
        }
    }

    /// <summary>Checks that a text has 1 to <paramref name="most"/> characters.</summary>
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
