using OkrGrains.Grains.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Mapping;

/// <summary>Converts check-ins to messages, stored ones by the form in which a goal tells its newest.</summary>
internal static class CheckInMapping
{
    public static Wire.CheckIn ToWire(CheckInRow row) => ToWire(LastCheckIn.Of(row));

    public static Wire.CheckIn ToWire(LastCheckIn checkIn)
    {
        var message = new Wire.CheckIn
        {
            Number = checkIn.Number,
            Author = checkIn.Author,
            Note = checkIn.Note,
            Confidence = checkIn.Confidence?.ToString() ?? "",
            AcceptedAt = checkIn.AcceptedAt.ToWire(),
            Revision = checkIn.Position,
        };
        if (checkIn.Reading is { } reading)
        {
            message.Reading = new Wire.CheckInReading
            {
                Time = reading.Time.ToWire(),
                Value = reading.Value,
                Producer = reading.Producer,
                Sequence = reading.Sequence,
            };
        }

        return message;
    }
}
