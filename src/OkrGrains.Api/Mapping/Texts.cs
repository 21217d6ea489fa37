using OkrGrains.Api.Errors;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Api.Mapping;

/// <summary>Checks free text, which is stored permanently and shown to others.</summary>
internal static class Texts
{
    /// <summary>Checks a text, which may be empty, by its rule.</summary>
    /// <exception cref="ApiFault">The text has a refused character, or is too long.</exception>
    public static void Check(string field, string text, TextRule rule)
    {
        if (rule.Fault(text) is { } fault)
        {
            throw ApiFault.BadRequest(field, fault);
        }
    }

    /// <summary>Checks a text, which must not be empty, by its rule.</summary>
    /// <exception cref="ApiFault">The text is empty, has a refused character, or is too long.</exception>
    public static void CheckGiven(string field, string text, TextRule rule)
    {
        if (text.Length == 0)
        {
            throw ApiFault.BadRequest(field, "is missing");
        }

        Check(field, text, rule);
    }

    /// <summary>Checks that a text of one line has at most <paramref name="most"/> bytes of UTF-8.</summary>
    /// <exception cref="ApiFault">The text has a refused character, or is too long.</exception>
    public static void CheckNoLonger(string field, string text, int most) =>
        Check(field, text, TextRule.OneLine with { MaxBytes = most });
}
