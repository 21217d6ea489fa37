namespace OkrGrains.Client.Retrying;

/// <summary>How a broken stream is opened again.</summary>
public sealed record RetryOptions
{
    /// <summary>The wait after the first failure; 100 ms by default. It doubles with each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two attempts; 5 s by default.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After so long without progress the last failure surfaces; 2 minutes by default.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Told of each failure that leads to another attempt; null to tell nobody. It must not block.</summary>
    public Action<Interruption>? Interrupted { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstDelay, TimeSpan.Zero, nameof(FirstDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestDelay, FirstDelay, nameof(LongestDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(GiveUpAfter, TimeSpan.Zero, nameof(GiveUpAfter));
    }
}

/// <summary>A stream that broke and will be opened again.</summary>
/// <param name="Attempt">How many failures there were since the last progress, from 1.</param>
/// <param name="Message">Why it broke, in one line.</param>
/// <param name="Delay">How long until the next attempt.</param>
public sealed record Interruption(int Attempt, string Message, TimeSpan Delay);
