using OkrGrains.Grains.Propagation;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>A goal as the store has it, with everything that its grain needs to continue from there.</summary>
/// <param name="Node">The goal with its definition.</param>
/// <param name="Above">The edges on which other goals read it.</param>
/// <param name="Inputs">The inputs of the goal, computed from the stored states.</param>
/// <param name="Level">The number of goals and combiners in the longest chain below it.</param>
/// <param name="SettlesAt">
/// The instant from which the clock alone does not change its score, because nothing below is read later; <see cref="Instant.Latest"/> for
/// never.
/// </param>
/// <param name="State">The stored state of its own readings; null if it has none.</param>
/// <param name="Record">The other data on record: when it was first defined, its last check-in and its finals.</param>
internal sealed record LoadedGoal(
    GoalNode Node, IReadOnlyList<EdgeRow> Above, Inputs Inputs, int Level, Instant SettlesAt, StateRow? State, GoalRecord Record);

/// <summary>One combiner of a goal as it follows from the store.</summary>
/// <param name="Parent">The goal that the combiner works for.</param>
/// <param name="Inputs">The inputs of the combiner, computed from the stored states.</param>
/// <param name="Level">The number of goals and combiners in the longest chain below it.</param>
internal sealed record LoadedCombiner(GoalNode Parent, Inputs Inputs, int Level);
