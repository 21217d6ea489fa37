using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans;

/// <summary>The result of reading a plan: the plan, or every fault that refuses it.</summary>
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
    /// The faults in the order of the text; empty when the plan is accepted. There are at most 1,000, then one with the reason
    /// <c>TOO_MANY_FAULTS</c> that gives the number of all.
    /// </summary>
    public ImmutableArray<PlanFault> Faults { get; }

    /// <summary>True if the plan is accepted.</summary>
    [MemberNotNullWhen(true, nameof(Plan))]
    public bool IsAccepted => Plan is not null;
}
