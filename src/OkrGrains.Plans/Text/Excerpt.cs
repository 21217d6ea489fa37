using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans.Text;

/// <summary>Cuts text that anybody may have written to a quote for a message: short, on one line, and without control characters.</summary>
internal static class Excerpt
{
    private const int MaxQuote = 64;
    private const int MaxSentence = 240;

    /// <summary>Returns a quote of a word or key of the text, at most 64 characters.</summary>
    public static string Of(string text) => Cut(text, MaxQuote);

    /// <summary>Returns a quote of a parser's message, which may quote the text in turn, at most 240 characters.</summary>
    public static string OfSentence(string text) => Cut(text, MaxSentence);

    private static string Cut(string text, int maxLength)
    {
        var start = text.Length <= maxLength ? text : text[..TextRule.CutBefore(text, maxLength)] + "…";
        return TextRule.OneLine.Escape(start);
    }
}
