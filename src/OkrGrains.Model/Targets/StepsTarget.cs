using System.Collections.Immutable;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Targets;

/// <summary>A target with the greatest score among the steps reached as its progress, 0 when none is reached.</summary>
/// <param name="Steps">One step or more, in any order.</param>
/// <param name="Down">True if a step is reached at or below its value, false if at or above it.</param>
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
/// <param name="Value">The value at which the step is reached.</param>
/// <param name="Score">The score of the step, 0 to 1.</param>
public sealed record Step(Nano Value, Portion Score);
