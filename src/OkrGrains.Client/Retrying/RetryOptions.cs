namespace OkrGrains.Client.Retrying;

/// <summary>The pauses and limits under which a broken stream is opened again.</summary>
public sealed record RetryOptions
{
    /// <summary>The pause after the first failure; 100 ms by default. It doubles with each further failure.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause between two attempts; 5 s by default.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The time without progress after which the last failure is thrown; 2 minutes by default.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Called for each failure that leads to another attempt; null for no callback. It must not block.</summary>
    public Action<Interruption>? Interrupted { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstDelay, TimeSpan.Zero, nameof(FirstDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestDelay, FirstDelay, nameof(LongestDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(GiveUpAfter, TimeSpan.Zero, nameof(GiveUpAfter));
    }
}

/// <summary>A failure of a stream that will be opened again.</summary>
/// <param name="Attempt">The number of failures since the last progress, from 1.</param>
/// <param name="Message">The reason why the stream broke, in one line.</param>
/// <param name="Delay">The pause before the next attempt.</param>
public sealed record Interruption(int Attempt, string Message, TimeSpan Delay);
