using OkrGrains.Contracts.V1;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using GoalKind = OkrGrains.Model.Goals.GoalKind;

namespace OkrGrains.Crash;

/// <summary>
/// The readings of a producer, each a function of its sequence: so a reading can be sent again, and a stored reading can be compared with
/// the sent one, without remembering any. No two have the same time, so that their order does not matter.
/// </summary>
internal sealed class CrashReadings(int seed, int producer)
{
    public const int Producers = 4;

    private const long FortyDays = 40L * 24 * 3_600_000;

    // It has no divisor in common with the forty days, so the readings are scattered over them and no time is given twice.
    private const long Step = 2_654_435_761;

    public int GoalOf(long sequence) => (int)(Draw(sequence, 1) % (ulong)CrashPlan.Goals.Length);

    public double ValueOf(long sequence) => (Draw(sequence, 2) % 1_000_000) / 1_024.0;

    public Instant TimeOf(long sequence)
    {
        var rank = (sequence * Producers) + producer;
        return new Instant(CrashOptions.Now.UnixMillis - (long)((Int128)rank * Step % FortyDays));
    }

    public GoalReading Of(long sequence)
    {
        var name = CrashPlan.Goals[GoalOf(sequence)].Split('/');
        Nano.TryFromDouble(ValueOf(sequence), out var value);
        return new GoalReading(new GoalName(name[0] == "kpis" ? GoalKind.Kpi : GoalKind.KeyResult, name[1]), TimeOf(sequence), value);
    }

    public ReadingBatch Batch(long first, int count, bool define)
    {
        var batch = new ReadingBatch { FirstSequence = first, BaseTimeMillis = CrashOptions.Now.UnixMillis - int.MaxValue };
        for (var i = 0; define && i < CrashPlan.Goals.Length; i++)
        {
            batch.Define.Add(new HandleDefinition { Handle = (uint)i, Goal = CrashPlan.Goals[i] });
        }

        for (var sequence = first; sequence < first + count; sequence++)
        {
            batch.Handles.Add((uint)GoalOf(sequence));
            batch.Values.Add(ValueOf(sequence));
            batch.TimeOffsetsMillis.Add((int)(TimeOf(sequence).UnixMillis - batch.BaseTimeMillis));
        }

        return batch;
    }

    private ulong Draw(long sequence, ulong what)
    {
        var bits = ((ulong)(uint)seed << 32) ^ ((ulong)producer << 56) ^ ((ulong)sequence * 4) ^ what;
        bits += 0x9e3779b97f4a7c15;
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
        return bits ^ (bits >> 31);
    }
}
