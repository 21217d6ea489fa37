using OkrGrains.Model.Time;

namespace OkrGrains.Storage;

/// <summary>
/// Returns the goal clock's time, which becomes the acceptance instant of a commit. A goal clock that stands still accepts everything at
/// its instant, so that what counted in a cycle when it closed follows from the commits alone (goal-model §8).
/// </summary>
public delegate Instant AcceptanceClock();
