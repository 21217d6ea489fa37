using System.Text.RegularExpressions;

namespace OkrGrains.Cli.Tests.Golden;

/// <summary>
/// What the second edition of the goal model changed in answers of builds before it: an aspirational goal that has ended past its threshold
/// is SUCCEEDED and no longer ACHIEVED, a goal without data says why, and a goal that only time has moved on since its cycle was closed is not
/// restated. Nothing else may differ.
/// </summary>
internal static partial class SecondEdition
{
    /// <summary>Returns what a build before the second edition printed, as the second edition words it.</summary>
    public static string Reword(string printed) =>
        MovedByTime().Replace(AchievedInJson().Replace(printed, "$1\"SUCCEEDED\""), "$1false");

    /// <summary>Returns what this build prints without the reasons, after checking that there is one exactly where there is no data.</summary>
    public static string WithoutReasons(string printed)
    {
        foreach (Match goal in Goal().Matches(printed))
        {
            var (coverage, value, reason) = (goal.Groups["coverage"].Value, goal.Groups["value"].Value, goal.Groups["reason"].Value);
            Assert.Equal(coverage is "\"0\"" || (coverage == "null" && value == "null"), reason != "null");
        }

        return Reason().Replace(printed, "");
    }

    [GeneratedRegex(
        """("score": "0(?:\.\d+)?",\s*"coverage": "[^"]*",\s*"expected": (?:null|"[^"]*"),\s*"status": )"ACHIEVED(?:")""")]
    private static partial Regex AchievedInJson();

    /// <summary>
    /// Matches the goal of the worked case `closing-grades` that rolls up one of the next quarter. Nothing of its own quarter came late.
    /// </summary>
    [GeneratedRegex("""("keeps-moving": \{[^{}]*"finalScore": "0\.477777778",\s*"restated": )true""")]
    private static partial Regex MovedByTime();

    [GeneratedRegex(
        """(?:"value": (?<value>null|"[^"]*"),\s*"progress": [^,]*,\s*)?"score": [^,]*,\s*"coverage": (?<coverage>null|"[^"]*"),[^{}]*"noDataReason": (?<reason>null|"[A-Z_]+")""")]
    private static partial Regex Goal();

    [GeneratedRegex("""(?:,\s*"noDataReason": (?:null|"[A-Z_]+"))""")]
    private static partial Regex Reason();
}
