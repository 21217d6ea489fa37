using OkrGrains.Benchmarks.Measuring;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>Something that keeps sums and what is above them up to date while readings come in.</summary>
internal interface IPeer
{
    /// <summary>As on the command line.</summary>
    string Name { get; }

    /// <summary>Why it cannot run on this machine; null if it can.</summary>
    string? Absence { get; }

    /// <summary>Its version, and how it is set up and loaded.</summary>
    string Settings { get; }

    /// <summary>Runs once, on a store of its own in an empty folder, and checks the answer.</summary>
    /// <exception cref="WrongAnswerException">The root is not what the readings come to.</exception>
    Task<Rate> RunAsync(Run run);
}
