namespace OkrGrains.Plans.Hints;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Nearest
{
    /// <summary>The length beyond which words are not compared; an id has 63 characters at most.</summary>
    public const int LongestWord = 64;

    /// <summary>Returns the candidate nearest to a word; null when none is near enough. Case, hyphens and underscores do not count.</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        var meant = Plain(word);
        var most = Most(meant.Length);
        string? nearest = null;
        foreach (var candidate in candidates)
        {
            var distance = EditDistance.Of(meant, Plain(candidate), most);
            if (distance <= most)
            {
                nearest = candidate;
                most = distance - 1;
            }

            if (most < 0)
            {
                break;
            }
        }

        return nearest;
    }

    /// <summary>Returns a word without what people vary: case, hyphens, underscores and blanks.</summary>
    public static string Plain(string word)
    {
        var start = word.Length > LongestWord + 1 ? word[..(LongestWord + 1)] : word;
        return string.Concat(start.Where(c => c is not ('-' or '_' or ' '))).ToLowerInvariant();
    }

    // A short word is another word after one change already.
    private static int Most(int length) => length switch
    {
        < 3 => 0,
        < 5 => 1,
        < 9 => 2,
        _ => 3,
    };
}
