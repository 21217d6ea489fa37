namespace OkrGrains.Api.Calls;

/// <summary>The rule for the authors of one sort of requests, as the contract states it.</summary>
/// <param name="MaxLength">The maximum length of an author, in characters.</param>
/// <param name="IsRequired">True if the author must not be empty.</param>
internal readonly record struct AuthorRule(int MaxLength, bool IsRequired)
{
    /// <summary>Plans that are applied, and goals that are renamed.</summary>
    public static AuthorRule PlanChange { get; } = new(1_000, IsRequired: false);

    /// <summary>Cycles that are closed or reopened.</summary>
    public static AuthorRule CycleChange { get; } = new(1_000, IsRequired: true);

    /// <summary>Check-ins.</summary>
    public static AuthorRule CheckIn { get; } = new(100, IsRequired: true);

    /// <summary>Readings that are corrected or retracted.</summary>
    public static AuthorRule Amendment { get; } = new(256, IsRequired: false);
}
