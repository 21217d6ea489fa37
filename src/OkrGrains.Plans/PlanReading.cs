using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OkrGrains.Model.Plans;

namespace OkrGrains.Plans;

/// <summary>What came of reading a plan: the plan, or every fault that refuses it.</summary>
public sealed class PlanReading
{
    internal PlanReading(Plan? plan, ImmutableArray<PlanFault> faults)
    {
        Plan = plan;
        Faults = faults;
    }

    /// <summary>The plan; null when there are faults.</summary>
    public Plan? Plan { get; }

    /// <summary>
    /// The faults in the order of the text; empty when the plan is accepted. At most 1,000, then one with the reason
    /// <c>TOO_MANY_FAULTS</c> that tells how many there are in all.
    /// </summary>
    public ImmutableArray<PlanFault> Faults { get; }

    /// <summary>Whether the plan is accepted.</summary>
    [MemberNotNullWhen(true, nameof(Plan))]
    public bool IsAccepted => Plan is not null;
}
