using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Formulas;

/// <summary>A formula that derives a KPI's value from the values of other KPIs at the same instant (goal-model §3).</summary>
public abstract record Formula
{
    private protected Formula()
    {
    }

    /// <summary>The ids of the KPIs read, in the order of the plan; one KPI may stand twice.</summary>
    public abstract ImmutableArray<string> Operands { get; }

    /// <summary>The values that are read, in the order in which <see cref="Evaluate"/> takes them; one value may stand twice.</summary>
    public virtual ImmutableArray<Operand> Reads => [.. Operands.Select(kpi => new Operand(kpi, ReadPart.Window))];

    /// <summary>
    /// Returns the value, rounded half to even to nano-units; null when it is absent or beyond ±1e18 (goal-model §2, §3).
    /// </summary>
    /// <param name="values">The values of <see cref="Reads"/> in the same order; null where one is absent.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than <see cref="Reads"/>.</exception>
    public Nano? Evaluate(ReadOnlySpan<Nano?> values) => values.Length == Reads.Length
        ? Compute(values)
        : throw new ArgumentException($"{Reads.Length} values are read, not {values.Length}.", nameof(values));

    /// <summary>
    /// Returns true if the operands that are needed now have values, so that an absent value means that it is not defined (goal-model §7).
    /// </summary>
    /// <param name="values">The values of <see cref="Reads"/> in the same order; null where one is absent.</param>
    public virtual bool HasOperands(ReadOnlySpan<Nano?> values)
    {
        foreach (var value in values)
        {
            if (value is null)
            {
                return false;
            }
        }

        return true;
    }

    private protected abstract Nano? Compute(ReadOnlySpan<Nano?> values);
}
