using OkrGrains.Client;
using OkrGrains.Model.Goals;

namespace OkrGrains.Cli.Readings;

/// <summary>What a server holds of a file, in its newest generation.</summary>
/// <param name="Readings">The readings in the order in which they were sent.</param>
/// <param name="LastNumber">The greatest number of a producer of the family that the server holds readings of; 0 for none.</param>
internal sealed record HeldFile(IReadOnlyList<HeldReading> Readings, int LastNumber)
{
    /// <summary>Reads the whole history of goals, since no index leads from a producer to its readings.</summary>
    /// <param name="client">The connection to the server.</param>
    /// <param name="workspace">The full name of the workspace.</param>
    /// <param name="goals">The goals that take readings.</param>
    /// <param name="family">The producers of the file.</param>
    /// <param name="cancellation">Cancels the calls.</param>
    /// <param name="isWhole">True to return former generations of the file too.</param>
    public static async Task<HeldFile> LoadAsync(
        OkrClient client,
        string workspace,
        IEnumerable<GoalName> goals,
        ProducerFamily family,
        CancellationToken cancellation,
        bool isWhole = false)
    {
        var held = new List<HeldReading>();
        var (generation, last) = (0, 0);
        foreach (var goal in goals)
        {
            await foreach (var reading in client.Readings.ListAsync($"{workspace}/{goal}", cancellation))
            {
                if (family.Find(reading.Producer) is not { } producer)
                {
                    continue;
                }

                generation = producer.IsGeneration ? Math.Max(generation, producer.Number) : generation;
                last = Math.Max(last, producer.Number);
                held.Add(new HeldReading(
                    goal.ToString(),
                    reading.Time.ToDateTimeOffset().ToUnixTimeMilliseconds(),
                    reading.HasValue ? reading.Value : null,
                    reading.Producer,
                    producer.Number,
                    reading.Sequence));
            }
        }

        return new([.. held.Where(one => isWhole || one.Number >= generation).OrderBy(one => one.Number).ThenBy(one => one.Sequence)], last);
    }
}
