using OkrGrains.Model.Definitions;

namespace OkrGrains.Api.Mapping;

/// <summary>Shortens what a request says, so that an answer or a log line which repeats it stays short, and shows what no text may hold.</summary>
internal static class Excerpt
{
    /// <summary>The maximum length of an excerpt, in characters: more than the longest full name of a goal.</summary>
    public const int MaxLength = 160;

    /// <summary>Returns the text itself, or its beginning if it is longer than an excerpt, with control characters escaped.</summary>
    public static string Of(string text) => TextRule.OneLine.Escape(Cut(text));

    private static string Cut(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        // Half a surrogate pair is no text that could be sent.
        var length = TextRule.CutBefore(text, MaxLength - 1);
        return text[..length] + "…";
    }
}
