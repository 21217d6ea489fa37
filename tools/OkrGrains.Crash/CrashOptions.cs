using System.Globalization;

namespace OkrGrains.Crash;

/// <summary>The parameters of a run.</summary>
/// <param name="Rounds">The number of times that the server is killed.</param>
/// <param name="Silos">
/// The number of silos. With 1 the server is <c>okr serve</c>; with more it is a process of several silos, each with an edge of its own.
/// </param>
/// <param name="LoadProducers">The number of producers that saturate the server all the time; 0 for none.</param>
/// <param name="Seed">
/// The seed from which the readings, the plans and the moments are drawn. The moments repeat only as well as the machine keeps time.
/// </param>
internal sealed record CrashOptions(int Rounds, int Silos, int LoadProducers, int Seed)
{
    private const int DefaultRounds = 100;
    private const int UnderLoad = 8;

    /// <summary>The instant at which the goal clock stands throughout.</summary>
    public static Instant Now { get; } = Instant.Parse("2026-02-15T12:00:00Z");

    public static CrashOptions Parse(string[] args)
    {
        var load = args.Contains("--under-load") ? UnderLoad : 0;
        var values = args.Where(arg => arg != "--under-load").Chunk(2).ToDictionary(pair => pair[0], pair => int.Parse(pair[1], CultureInfo.InvariantCulture));
        var seed = Environment.GetEnvironmentVariable("OKR_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        return new CrashOptions(values.GetValueOrDefault("--rounds", DefaultRounds), values.GetValueOrDefault("--silos", 1), load, seed);
    }
}
