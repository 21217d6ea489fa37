using System.Collections.Immutable;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Advice;

/// <summary>Reads <c>lint: {off: [CODE, …]}</c>, which silences advice (goal-model §9).</summary>
internal static class LintReader
{
    /// <summary>The most codes that a plan can silence.</summary>
    private const int MostCodes = 100;

    /// <summary>The greatest length of a code.</summary>
    private const int LongestCode = 64;

    /// <summary>Returns the codes. A code that no rule has is advice, no fault, because the rules of another build may differ.</summary>
    public static ImmutableArray<string> Read(Fields plan)
    {
        if (plan.Take("lint") is not { } node || Fields.Of(node, plan.Faults) is not { } lint)
        {
            return [];
        }

        var items = lint.List("off");
        lint.RefuseUnknown();
        if (items.Count > MostCodes)
        {
            plan.Faults.Add(items[MostCodes], FaultReason.WrongCount, $"at most {MostCodes} codes can be silenced");
            return [];
        }

        var codes = ImmutableArray.CreateBuilder<string>(items.Count);
        foreach (var item in items)
        {
            if (Scalars.Text(item, plan.Faults) is not { } code)
            {
                continue;
            }

            if (!IsCode(code))
            {
                plan.Faults.Add(item, FaultReason.BadText, $"`{Excerpt.Of(code)}` is no code of advice, such as NO_OWNER");
            }

            codes.Add(code);
        }

        return codes.ToImmutable();
    }

    private static bool IsCode(string code) => code.Length is > 0 and <= LongestCode && code.All(c => char.IsAsciiLetterUpper(c) || c == '_');
}
