using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Measures;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>Sends corrections and retractions to the goals that hold the readings.</summary>
public sealed class AmendmentGateway
{
    /// <summary>
    /// The most attempts. While a goal has two activations, one of them drops itself at its first conflict, and the next call finds the
    /// other. A request whose id another goal has stored meanwhile is refused by the next attempt.
    /// </summary>
    private const int Attempts = 3;

    private readonly IGrainFactory _grains;
    private readonly IReadingStore _readings;
    private readonly IProducerStore _producers;
    private readonly IRequestStore _requests;

    /// <summary>Creates a gateway to the goals that the factory leads to.</summary>
    public AmendmentGateway(IGrainFactory grains, IReadingStore readings, IProducerStore producers, IRequestStore requests)
    {
        _grains = grains;
        _readings = readings;
        _producers = producers;
        _requests = requests;
    }

    /// <summary>
    /// Amends a reading, and completes once that is durable. A reading that is amended already in the same way is not amended again.
    /// </summary>
    /// <remarks>
    /// Ask <see cref="FormerAsync"/> before. A named request that is sent twice at a time is carried out once all the same: its goal looks
    /// for it too, and the store takes it once.
    /// </remarks>
    /// <param name="directory">The reading's workspace.</param>
    /// <param name="what">The reading to amend, and what to make of it.</param>
    /// <param name="goal">The goal that took it; null to search for it among the last readings of the store.</param>
    /// <param name="cancellation">Cancels the wait; the amendment may or may not be made.</param>
    /// <exception cref="StoreUnavailableException">The store takes no writes.</exception>
    public async Task<AmendedGoal> AmendAsync(
        WorkspaceDirectory directory, NamedAmendment what, GoalEntry? goal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(what);
        if (await _producers.ReadProducerAsync(directory.Workspace, what.Producer, cancellation) is not { } producer)
        {
            return AmendedGoal.Not(AmendOutcome.UnknownReading);
        }

        if (goal is null)
        {
            var place = await _readings.FindReadingAsync(new ReadingName(producer.Number, what.Sequence), cancellation);
            if (place.Goal is not { } number)
            {
                return AmendedGoal.Not(place.IsWhole ? AmendOutcome.UnknownReading : AmendOutcome.GoalNeeded);
            }

            if (!directory.ByNumber.TryGetValue(number, out goal))
            {
                return AmendedGoal.Not(AmendOutcome.TakesNoReadings);
            }
        }

        if (!goal.TakesReadings)
        {
            return AmendedGoal.Not(AmendOutcome.TakesNoReadings);
        }

        var amendment = new ReadingAmendment(producer.Number, what.Sequence, what.Value, what.Author, what.Reason)
        {
            Request = what.Request,
        };
        var grain = GrainsOfGoals.ReadingGrainOf(_grains, goal.Address);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new AmendedGoal(goal.Row.Name, await grain.Amend(amendment).WaitAsync(cancellation));
            }
            catch (StoreConflictException) when (attempt < Attempts)
            {
            }
        }
    }

    /// <summary>Returns the answer to the request with that id which was carried out before; null if there is none.</summary>
    public async ValueTask<AmendedGoal?> FormerAsync(string workspace, NamedRequest? request, CancellationToken cancellation)
    {
        if (request is null || await _requests.FindRequestAsync(workspace, request.Id, cancellation) is not { } row)
        {
            return null;
        }

        return row.Stored.Request.AsksForSame(request) ? AmendedAnswer.Read(row) : AmendedGoal.Not(AmendOutcome.RequestReused);
    }
}
