using System.Collections.Immutable;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Targets;

/// <summary>The greatest score among the steps reached, else 0.</summary>
/// <param name="Steps">One or more, in any order.</param>
/// <param name="Down">Whether a step is reached at or below its value, instead of at or above.</param>
public sealed record StepsTarget(ImmutableArray<Step> Steps, bool Down) : Target
{
    private protected override Progress ProgressOf(Nano value)
    {
        var greatest = Portion.Zero;
        foreach (var step in Steps)
        {
            var reached = Down ? value <= step.Value : value >= step.Value;
            greatest = reached && step.Score > greatest ? step.Score : greatest;
        }

        return new(greatest.Grid);
    }
}

/// <summary>One step of a <see cref="StepsTarget"/>.</summary>
/// <param name="Value">The value at which it is reached.</param>
/// <param name="Score">What it is worth, 0 to 1.</param>
public sealed record Step(Nano Value, Portion Score);
