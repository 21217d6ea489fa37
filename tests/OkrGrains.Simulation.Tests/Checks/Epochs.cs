using OkrGrains.Grains.Readings;
using OkrGrains.Simulation.Tests.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Simulation.Tests.Checks;

/// <summary>Checks that a goal which has taken readings of a producer's stream takes none of an older one.</summary>
internal static class Epochs
{
    public static void Check(World world, ReadingAppend append, StateRow? before)
    {
        var held = before is null ? ProducerOffsets.None : ProducerOffsets.Read(before.Body.Span);
        var taken = ProducerOffsets.Read(append.State.Body.Span);
        foreach (var reading in append.Readings.Span)
        {
            if (taken[reading.Producer] is { } mark && mark.Epoch < (held[reading.Producer]?.Epoch ?? 0))
            {
                world.Fail($"goal {append.State.Goal} takes reading {reading.Sequence} of epoch {mark.Epoch} after {held[reading.Producer]}");
            }
        }
    }
}
