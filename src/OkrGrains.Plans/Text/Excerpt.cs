namespace OkrGrains.Plans.Text;

/// <summary>What a message may quote of a text that anybody may have written: short, and on one line.</summary>
internal static class Excerpt
{
    private const int MaxQuote = 64;
    private const int MaxSentence = 240;

    /// <summary>A word or key of the text.</summary>
    public static string Of(string text) => Cut(text, MaxQuote);

    /// <summary>What a parser says, which may quote the text in turn.</summary>
    public static string OfSentence(string text) => Cut(text, MaxSentence);

    private static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength && !text.Any(char.IsControl))
        {
            return text;
        }

        var start = text.Length <= maxLength ? text : text[..CutBefore(text, maxLength)] + "…";
        return string.Concat(start.Select(c => char.IsControl(c) ? '\uFFFD' : c));
    }

    private static int CutBefore(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
