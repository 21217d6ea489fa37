using System.Collections.Immutable;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Formulas;

/// <summary>How a derived KPI's value follows from the values of other KPIs at the same instant (goal-model §3).</summary>
public abstract record Formula
{
    private protected Formula()
    {
    }

    /// <summary>The ids of the KPIs read, in the order of the plan; the same may stand twice.</summary>
    public abstract ImmutableArray<string> Operands { get; }

    /// <summary>What is read, in the order in which <see cref="Evaluate"/> takes it; the same may stand twice.</summary>
    public virtual ImmutableArray<Operand> Reads => [.. Operands.Select(kpi => new Operand(kpi, false))];

    /// <summary>
    /// The value, rounded half to even to nano-units; null when absent, and beyond ±1e18 (goal-model §2, §3).
    /// </summary>
    /// <param name="values">The values of <see cref="Reads"/>, null where absent.</param>
    /// <exception cref="ArgumentException">There are not as many values as reads.</exception>
    public Nano? Evaluate(ReadOnlySpan<Nano?> values) => values.Length == Reads.Length
        ? Compute(values)
        : throw new ArgumentException($"{Reads.Length} values are read, not {values.Length}.", nameof(values));

    private protected abstract Nano? Compute(ReadOnlySpan<Nano?> values);
}
