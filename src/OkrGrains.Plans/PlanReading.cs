using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Advice;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans;

/// <summary>The result of reading a plan: the plan, or every fault that refuses it.</summary>
public sealed class PlanReading
{
    private readonly ImmutableArray<PlanNode> _roots;

    internal PlanReading(string workspace, Plan? plan, ImmutableArray<PlanFault> faults, ImmutableArray<PlanNode> roots = default)
    {
        _roots = roots;
        Workspace = workspace;
        Plan = plan;
        Faults = faults;
    }

    /// <summary>The id of the workspace, also when the plan has faults; empty when it could not be read.</summary>
    public string Workspace { get; }

    /// <summary>The plan; null when there are faults.</summary>
    public Plan? Plan { get; }

    /// <summary>
    /// The faults in the order of the files and of their texts; empty when the plan is accepted. There are at most 1,000, then one with the reason
    /// <c>TOO_MANY_FAULTS</c> that gives the number of all.
    /// </summary>
    public ImmutableArray<PlanFault> Faults { get; }

    /// <summary>
    /// The texts from which refused characters were removed, in the order of the plan, each with its place and the first of these characters;
    /// at most 1,000.
    /// </summary>
    public ImmutableArray<PlanFault> Cleaned { get; internal init; } = [];

    /// <summary>The number of all texts from which refused characters were removed.</summary>
    public int CleanedCount { get; internal init; }

    /// <summary>True if the plan is refused because of characters that <see cref="TextCleaning"/> could remove, among other faults.</summary>
    public bool HasRefusedCharacters => Faults.Any(fault => fault.Reason == FaultReason.ControlCharacter && fault.Place.Length > 0);

    /// <summary>
    /// Finds what could be better in the given files, in the order of their texts; nothing in a plan that is refused. There are at most
    /// <see cref="AdviceRules.Limit"/> pieces. Each call looks through the whole plan.
    /// </summary>
    public ImmutableArray<PlanAdvice> Advise() => Plan is null || _roots.IsDefault ? [] : AdviceRules.On(Plan, _roots);

    /// <summary>True if the plan is accepted.</summary>
    [MemberNotNullWhen(true, nameof(Plan))]
    public bool IsAccepted => Plan is not null;
}
