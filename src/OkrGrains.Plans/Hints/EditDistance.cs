namespace OkrGrains.Plans.Hints;

/// <summary>
/// The number of characters to insert, leave out, replace or swap with their neighbour that turns one word into another.
/// </summary>
internal static class EditDistance
{
    /// <summary>Returns the distance of two words, or <paramref name="most"/> + 1 when it is greater than <paramref name="most"/>.</summary>
    public static int Of(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int most)
    {
        if (Math.Abs(left.Length - right.Length) > most || left.Length > Nearest.LongestWord || right.Length > Nearest.LongestWord)
        {
            return most + 1;
        }

        Span<int> twoBefore = stackalloc int[right.Length + 1];
        Span<int> before = stackalloc int[right.Length + 1];
        Span<int> row = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            before[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = before[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(Math.Min(row[j - 1], before[j]) + 1, replaced);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], twoBefore[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            if (least > most)
            {
                return most + 1;
            }

            before.CopyTo(twoBefore);
            row.CopyTo(before);
        }

        return Math.Min(before[right.Length], most + 1);
    }
}
