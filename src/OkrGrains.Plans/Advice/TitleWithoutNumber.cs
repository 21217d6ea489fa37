using System.Text.RegularExpressions;

namespace OkrGrains.Plans.Advice;

/// <summary>A key result whose title names no number, so that nobody can see from it when it is reached.</summary>
internal sealed partial class TitleWithoutNumber : IAdviceRule
{
    public string Code => "TITLE_WITHOUT_NUMBER";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan) =>
        plan.KeyResults.Where(entry => entry.KeyResult.Texts.Title is { } title && !Number().IsMatch(title)).Select(entry => new AdviceAt(
            entry.Place.Below("title"),
            $"the title of `{entry.KeyResult.Id}` does not say when it is reached: put the number into it, such as \"from 20 to 8 minutes\""));

    [GeneratedRegex(
        @"\d|\b(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|fifty|hundred|thousand|million|billion|half|halve|"
        + @"halves|double|doubles|twice|triple|triples|third|thirds|no|none|all|every|each)\b",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
