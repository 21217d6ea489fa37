using OkrGrains.Model.Definitions;

namespace OkrGrains.Api.Calls;

/// <summary>The rule for the authors of one sort of requests, as the contract states it.</summary>
/// <param name="Text">The rule for the text of an author.</param>
/// <param name="IsRequired">True if the author must not be empty.</param>
internal readonly record struct AuthorRule(TextRule Text, bool IsRequired)
{
    /// <summary>Plans that are applied, and goals that are renamed.</summary>
    public static AuthorRule PlanChange { get; } = new(TextRule.OneLine, IsRequired: false);

    /// <summary>Cycles that are closed or reopened.</summary>
    public static AuthorRule CycleChange { get; } = new(TextRule.OneLine, IsRequired: true);

    /// <summary>Check-ins. Their authors are shorter than others, because the producer of a check-in's reading has the author in its name.</summary>
    public static AuthorRule CheckIn { get; } = new(TextRule.OneLine with { MaxBytes = 256 }, IsRequired: true);

    /// <summary>Readings that are corrected or retracted.</summary>
    public static AuthorRule Amendment { get; } = new(TextRule.OneLine, IsRequired: false);
}
