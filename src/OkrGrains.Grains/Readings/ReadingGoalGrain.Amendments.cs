using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Readings;

// Corrects and retracts readings.
internal abstract partial class ReadingGoalGrain
{
    public Task<Amended> Amend(ReadingAmendment amendment) => AloneAsync(() => AmendAloneAsync(amendment));

    private async Task<Amended> AmendAloneAsync(ReadingAmendment amendment)
    {
        if (Goal is null || Readings is null)
        {
            return Amended.Not(AmendOutcome.TakesNoReadings);
        }

        if (amendment.Request is { } asked
            && await Services.Requests.FindRequestAsync(Workspace, asked.Id, CancellationToken.None) is { } former)
        {
            return former.Stored.Request.AsksForSame(asked) ? AmendedAnswer.Read(former).Amended : Amended.Not(AmendOutcome.RequestReused);
        }

        if (!Readings.Producers.MayHold(amendment.Name))
        {
            return Amended.Not(AmendOutcome.UnknownReading);
        }

        var at = Later(Services.Clock.Now, Readings.Measured.At);
        var replay = await ReplayAsync(Goal, Readings.Position, at, amendment, CancellationToken.None);
        if (replay.Amended is not { } reading)
        {
            return Amended.Not(AmendOutcome.UnknownReading);
        }

        var amended = new Amended(AmendOutcome.Made, Readings.Position, reading.Time, replay.Before);
        var request = amendment.Request is { } named
            ? new NewRequest(Workspace, named, AmendedAnswer.Write(Goal.Node.Row.Name, amended))
            : null;
        if (replay.Before != amendment.Value)
        {
            var next = Readings with { Measured = replay.Measured };
            var append = new AmendmentAppend(amendment, next.ToSave(Number)) { Request = request };
            var position = await CommitAsync(() => Services.Store.AmendAsync(append, CancellationToken.None));
            Readings = next with { Position = position };
            PassOn();
        }
        else if (request is not null)
        {
            // Remembered even so: sent again later, it must not undo what others amend meanwhile.
            await CommitAsync(() => Services.Requests.RecordRequestAsync(request, CancellationToken.None));
        }

        return amended with { Position = Readings.Position };
    }
}
