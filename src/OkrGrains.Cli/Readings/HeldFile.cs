using OkrGrains.Client;
using OkrGrains.Model.Goals;

namespace OkrGrains.Cli.Readings;

/// <summary>What a server holds of a file, in its newest generation.</summary>
internal static class HeldFile
{
    /// <summary>
    /// Reads the whole history of goals, since no index leads from a producer to its readings. Returns the readings in the order in which
    /// they were sent.
    /// </summary>
    /// <param name="client">The connection to the server.</param>
    /// <param name="workspace">The full name of the workspace.</param>
    /// <param name="goals">The goals that take readings.</param>
    /// <param name="family">The producers of the file.</param>
    /// <param name="cancellation">Cancels the calls.</param>
    /// <param name="isWhole">True to return former generations of the file too.</param>
    public static async Task<IReadOnlyList<HeldReading>> LoadAsync(
        OkrClient client,
        string workspace,
        IEnumerable<GoalName> goals,
        ProducerFamily family,
        CancellationToken cancellation,
        bool isWhole = false)
    {
        var held = new List<HeldReading>();
        var generation = 0;
        foreach (var goal in goals)
        {
            await foreach (var reading in client.Readings.ListAsync($"{workspace}/{goal}", cancellation))
            {
                if (family.Find(reading.Producer) is not { } producer)
                {
                    continue;
                }

                generation = producer.IsGeneration ? Math.Max(generation, producer.Number) : generation;
                held.Add(new HeldReading(
                    goal.ToString(),
                    reading.Time.ToDateTimeOffset().ToUnixTimeMilliseconds(),
                    reading.HasValue ? reading.Value : null,
                    reading.Producer,
                    producer.Number,
                    reading.Sequence));
            }
        }

        var kept = held.Where(one => isWhole || one.Number >= generation);
        return [.. kept.OrderBy(one => one.Number).ThenBy(one => one.Sequence)];
    }
}
