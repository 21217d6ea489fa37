using OkrGrains.Model.Time;

namespace OkrGrains.Storage;

/// <summary>
/// What time it is for goals: the instant at which a commit accepts what is in it. A goal clock that stands still accepts everything at
/// its instant, so that what counted in a cycle when it closed follows from the commits alone (goal-model §8).
/// </summary>
public delegate Instant AcceptanceClock();
