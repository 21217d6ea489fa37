namespace OkrGrains.Simulation.Tests.Histories;

/// <summary>What a silo's goal clock shows; it is moved by hand.</summary>
internal sealed class GoalTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
