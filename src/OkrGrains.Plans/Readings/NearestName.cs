namespace OkrGrains.Plans.Readings;

/// <summary>Finds the known name that a misspelt one is nearest to.</summary>
internal static class NearestName
{
    /// <summary>Returns the nearest name, the first in ordinal order of several; null if none is near enough to have been meant.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var most = Math.Max(1, name.Length / 3);
        return known
            .Where(one => Math.Abs(one.Length - name.Length) <= most)
            .Select(one => (Name: one, Distance: Distance(name, one)))
            .Where(one => one.Distance <= most)
            .OrderBy(one => one.Distance)
            .ThenBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => one.Name)
            .FirstOrDefault();
    }

    // The number of characters to insert, to delete or to replace.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
