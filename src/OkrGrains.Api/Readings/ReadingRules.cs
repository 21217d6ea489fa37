using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Api.Readings;

/// <summary>The rules for every reading before it is sent to its goal (goal-model §2, §3), and their explanations for people.</summary>
internal static class ReadingRules
{
    /// <summary>The maximum size of the name of a producer, in bytes of UTF-8, like every size of a text.</summary>
    public const int MaxProducerBytes = 512;

    /// <summary>The greatest sequence, which leaves the one after it as the next that is expected.</summary>
    public const long MaxSequence = long.MaxValue - 1;

    /// <summary>
    /// The maximum size of the name of a producer whose reading is amended, in bytes of UTF-8. The server's own producers have longer names:
    /// that of a check-in holds its author, of 1 KiB.
    /// </summary>
    public const int MaxNamedProducerBytes = 2048;

    private const double MaxMagnitude = 1e15;

    // NaN is refused too, since any comparison with it is false.
    public static bool IsValue(double value) => Math.Abs(value) <= MaxMagnitude;

    /// <summary>Checks the name under which somebody wants to send readings.</summary>
    /// <exception cref="ApiFault">The name is empty, too long, or reserved, or has a refused character.</exception>
    public static void CheckProducer(string field, string name)
    {
        if (name.Length == 0)
        {
            throw ApiFault.BadRequest(field, "is missing");
        }

        Texts.CheckNoLonger(field, name, MaxProducerBytes);
        if (ReservedProducers.Find(name) is { } reserved)
        {
            throw ApiFault.BadRequest(field, $"must not begin with {reserved}, which the server keeps for its own producers");
        }
    }

    public static string Explain(ErrorReason reason) => reason switch
    {
        ErrorReason.UnknownGoal => "There is no such goal.",
        ErrorReason.TakesNoReadings => "The goal takes no readings.",
        ErrorReason.UnknownHandle => "The handle was not defined in this stream.",
        ErrorReason.ValueOutOfRange => "The value is not a number, infinite, or beyond 1e15.",
        ErrorReason.TimeOutOfRange => "The time is outside the years 1 to 9999.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
