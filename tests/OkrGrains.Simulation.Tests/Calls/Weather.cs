namespace OkrGrains.Simulation.Tests.Calls;

/// <summary>How often what goes wrong, per thousand. Drawn for each history, so that some have much of one and none of another.</summary>
internal sealed record Weather
{
    /// <summary>Nothing goes wrong.</summary>
    public static Weather Calm { get; } = new();

    /// <summary>Calls that never arrive.</summary>
    public int LostCalls { get; init; }

    /// <summary>Calls whose answer never arrives.</summary>
    public int LostAnswers { get; init; }

    /// <summary>Calls that arrive twice.</summary>
    public int Doubled { get; init; }

    /// <summary>Calls and answers that take up to 200 ms, instead of up to two.</summary>
    public int Slow { get; init; }

    /// <summary>Calls and answers that take up to 40 s: some longer than their callers wait.</summary>
    public int Late { get; init; }

    /// <summary>Calls that find no activation although there is one, so that a second one comes to life.</summary>
    public int SecondActivations { get; init; }

    /// <summary>Calls after which the activation that they found is collected.</summary>
    public int Collected { get; init; }

    /// <summary>Commits that the store refuses, whole.</summary>
    public int RefusedCommits { get; init; }

    /// <summary>Commits of which nobody learns whether they are durable; half of them are.</summary>
    public int UnknownCommits { get; init; }

    /// <summary>Batches after which the connection of the producer breaks.</summary>
    public int BrokenStreams { get; init; }

    /// <summary>Only what a caller makes good by itself: no activation ends, and no other comes to life.</summary>
    public Weather WithoutLoss => this with { SecondActivations = 0, Collected = 0, RefusedCommits = 0, UnknownCommits = 0 };

    public static Weather Draw(Random random)
    {
        int Some(int most) => random.Next(2) == 0 ? 0 : random.Next(most + 1);
        return new Weather
        {
            LostCalls = Some(60),
            LostAnswers = Some(60),
            Doubled = Some(100),
            Slow = Some(300),
            Late = Some(30),
            SecondActivations = Some(60),
            Collected = Some(40),
            RefusedCommits = Some(100),
            UnknownCommits = Some(100),
            BrokenStreams = Some(150),
        };
    }
}
