using OkrGrains.Storage.Definitions;
using OkrGrains.Storage.States;

namespace OkrGrains.Grains.Goals;

/// <summary>A goal as the store has it, with everything that its grain needs to go on from there.</summary>
/// <param name="Node">The goal.</param>
/// <param name="Above">The edges on which others read it.</param>
/// <param name="Inputs">What it reads, as of the stored states.</param>
/// <param name="Level">How many goals and combiners stand one above the other below it, in the longest chain.</param>
/// <param name="State">Its own state if it takes readings and has any.</param>
/// <param name="Record">What is on record of it besides.</param>
internal sealed record LoadedGoal(
    GoalNode Node, IReadOnlyList<EdgeRow> Above, Inputs Inputs, int Level, StateRow? State, GoalRecord Record);
