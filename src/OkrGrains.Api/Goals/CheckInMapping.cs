using OkrGrains.Api.Mapping;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Goals;

/// <summary>Converts check-ins to messages.</summary>
internal static class CheckInMapping
{
    public static Wire.CheckIn ToWire(CheckInRow row)
    {
        var message = new Wire.CheckIn
        {
            Number = row.CheckIn.Number,
            Author = row.CheckIn.Author,
            Note = row.CheckIn.Note,
            Confidence = row.CheckIn.Confidence?.ToString() ?? "",
            AcceptedAt = row.AcceptedAt.ToWire(),
            Revision = row.Position,
        };
        if (row.CheckIn.Reading is { } reading)
        {
            message.Reading = new Wire.CheckInReading
            {
                Time = reading.Time.ToWire(),
                Value = reading.Value,
                Producer = row.Producer ?? "",
                Sequence = reading.Sequence,
            };
        }

        return message;
    }
}
