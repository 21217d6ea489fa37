using System.Globalization;

namespace OkrGrains.TestKit.Histories;

/// <summary>
/// Decides which seeds are run by a test whose cases are drawn from seeds. <c>OKR_THOROUGH</c> says how many: unset or 0 is a sample, 1 is the
/// whole set, n is n times as many as the whole set. <c>OKR_SEED=n</c> runs the case of seed n alone.
/// </summary>
/// <remarks>
/// The whole set takes two cores for seven minutes. The build server runs it; <c>dotnet test</c> on its own, as a newcomer runs it, takes a
/// sample and less than three.
/// </remarks>
public static class Thoroughness
{
    /// <summary>
    /// Returns the seeds to run. A sample starts at a random seed of the whole set and goes on, past the last at 0: many runs cover the whole
    /// set, and a single run still covers what a test makes of the remainder of a seed, such as one silo or three.
    /// </summary>
    /// <param name="sample">The number of seeds in a sample.</param>
    /// <param name="whole">The number of seeds in the whole set, which starts at 0.</param>
    public static IReadOnlyList<int> Seeds(int sample, int whole)
    {
        if (Number("OKR_SEED") is { } seed)
        {
            return [seed];
        }

        if (Number("OKR_THOROUGH") is { } times and > 0)
        {
            return [.. Enumerable.Range(0, whole * times)];
        }

        var first = Random.Shared.Next(whole);
        return [.. Enumerable.Range(first, sample).Select(next => next % whole)];
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
