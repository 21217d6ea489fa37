using System.Buffers.Binary;
using System.Collections.Immutable;

namespace OkrGrains.Storage.Producers;

/// <summary>Consecutive readings of a producer that were rejected for one reason, and never count.</summary>
/// <param name="First">The first one's sequence.</param>
/// <param name="Count">How many, 1 or more.</param>
/// <param name="Reason">Why: a number that means nothing to the store.</param>
public readonly record struct RejectedRun(long First, int Count, int Reason);

/// <summary>
/// Which readings of a producer were rejected, so that it can be told again: whoever hears of a stream that broke may not have heard it.
/// The newest <see cref="MostRuns"/> runs are kept, the others counted.
/// </summary>
/// <param name="Runs">By rising sequence.</param>
/// <param name="Forgotten">How many readings were rejected before them.</param>
public sealed record ProducerRejections(ImmutableArray<RejectedRun> Runs, long Forgotten)
{
    /// <summary>At most so many runs are kept of a producer: 16 KiB.</summary>
    public const int MostRuns = 1_024;

    private const int RunBytes = 16;

    /// <summary>None.</summary>
    public static ProducerRejections None { get; } = new([], 0);

    internal ProducerRejections With(ImmutableArray<RejectedRun> later)
    {
        if (later.IsDefaultOrEmpty)
        {
            return this;
        }

        var runs = Runs.ToBuilder();
        foreach (var run in later)
        {
            if (runs.Count > 0 && runs[^1] is var last && last.First + last.Count == run.First && last.Reason == run.Reason)
            {
                runs[^1] = last with { Count = last.Count + run.Count };
            }
            else
            {
                runs.Add(run);
            }
        }

        var excess = Math.Max(0, runs.Count - MostRuns);
        var forgotten = runs.Take(excess).Sum(run => (long)run.Count);
        runs.RemoveRange(0, excess);
        return new(runs.ToImmutable(), Forgotten + forgotten);
    }

    internal byte[] ToBytes()
    {
        if (Runs.IsEmpty)
        {
            return [];
        }

        var bytes = new byte[sizeof(long) + (Runs.Length * RunBytes)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Forgotten);
        var rest = bytes.AsSpan(sizeof(long));
        foreach (var run in Runs)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, run.First);
            BinaryPrimitives.WriteInt32LittleEndian(rest[8..], run.Count);
            BinaryPrimitives.WriteInt32LittleEndian(rest[12..], run.Reason);
            rest = rest[RunBytes..];
        }

        return bytes;
    }

    internal static ProducerRejections Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(long))
        {
            return None;
        }

        var runs = ImmutableArray.CreateBuilder<RejectedRun>();
        for (var rest = bytes[sizeof(long)..]; rest.Length >= RunBytes; rest = rest[RunBytes..])
        {
            runs.Add(new(
                BinaryPrimitives.ReadInt64LittleEndian(rest),
                BinaryPrimitives.ReadInt32LittleEndian(rest[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(rest[12..])));
        }

        return new(runs.ToImmutable(), BinaryPrimitives.ReadInt64LittleEndian(bytes));
    }
}
