using OkrGrains.Benchmarks.Measuring;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>A system that keeps sums and their roll-ups up to date while readings arrive.</summary>
internal interface IPeer
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>The reason why the peer cannot run on this machine; null if it can.</summary>
    string? Absence { get; }

    /// <summary>The version of the peer, its settings, and the way in which it is loaded.</summary>
    string Settings { get; }

    /// <summary>Runs once, with a store of its own in an empty folder, and checks the result.</summary>
    /// <exception cref="WrongAnswerException">The root differs from the sum of the readings.</exception>
    Task<Rate> RunAsync(Run run);
}
