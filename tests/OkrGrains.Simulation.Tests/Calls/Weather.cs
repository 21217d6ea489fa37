namespace OkrGrains.Simulation.Tests.Calls;

/// <summary>The frequencies of everything that goes wrong, per thousand.</summary>
/// <remarks>They are drawn for each history, so that some histories have much of one thing and none of another.</remarks>
internal sealed record Weather
{
    /// <summary>The weather in which nothing goes wrong.</summary>
    public static Weather Calm { get; } = new();

    /// <summary>The frequency of calls that never arrive.</summary>
    public int LostCalls { get; init; }

    /// <summary>The frequency of calls whose answer never arrives.</summary>
    public int LostAnswers { get; init; }

    /// <summary>The frequency of calls that arrive twice.</summary>
    public int Doubled { get; init; }

    /// <summary>The frequency of calls and answers that take up to 200 ms, instead of up to two.</summary>
    public int Slow { get; init; }

    /// <summary>The frequency of calls and answers that take up to 40 s: some longer than their callers wait.</summary>
    public int Late { get; init; }

    /// <summary>The frequency of calls that find no activation although there is one, so that a second one comes to life.</summary>
    public int SecondActivations { get; init; }

    /// <summary>The frequency of calls after which the activation that they found is collected.</summary>
    public int Collected { get; init; }

    /// <summary>The frequency of commits that the store refuses, whole.</summary>
    public int RefusedCommits { get; init; }

    /// <summary>The frequency of commits of which nobody learns whether they are durable; half of them are.</summary>
    public int UnknownCommits { get; init; }

    /// <summary>The frequency of batches after which the connection of the producer breaks.</summary>
    public int BrokenStreams { get; init; }

    /// <summary>This weather with only what a caller makes good by itself: no activation ends, and no other comes to life.</summary>
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
