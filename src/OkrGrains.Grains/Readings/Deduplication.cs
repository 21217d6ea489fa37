using System.Collections.Immutable;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Readings;

/// <summary>The readings of a call that are left after deduplication: those that the goal does not hold yet.</summary>
/// <param name="Stored">The readings in the form in which they are stored.</param>
/// <param name="Producers">The producer offsets of the goal once it holds these readings.</param>
/// <param name="Streams">The streams that brought these readings.</param>
/// <param name="Fenced">
/// The producers whose stream in this call is older than the newest known one, each with its newest epoch. Their readings are left out.
/// </param>
internal readonly record struct Deduplication(
    ReadOnlyMemory<StoredReading> Stored,
    ProducerOffsets Producers,
    ImmutableArray<ProducerEpoch> Streams,
    ImmutableArray<ProducerEpoch> Fenced)
{
    private const int FewStreams = 16;

    /// <summary>Leaves out the readings that the goal holds already, and those of fenced streams.</summary>
    /// <param name="sent">The readings of the call.</param>
    /// <param name="held">The producer offsets that the goal holds.</param>
    /// <param name="newest">Newer epochs that the store has reported.</param>
    public static Deduplication Of(SentReadings sent, ProducerOffsets held, ImmutableArray<ProducerEpoch> newest)
    {
        var count = sent.Streams.Length;
        Span<StreamProgress> streams = count <= FewStreams ? stackalloc StreamProgress[FewStreams] : new StreamProgress[count];
        streams = streams[..count];
        for (var i = 0; i < count; i++)
        {
            streams[i] = StreamProgress.Of(sent.Streams[i], held, newest);
        }

        var stored = Filter(sent.Readings, streams);
        Span<ProducerOffset> offsets = count <= FewStreams ? stackalloc ProducerOffset[FewStreams] : new ProducerOffset[count];
        var advanced = 0;
        ImmutableArray<ProducerEpoch> fenced = [];
        foreach (ref readonly var stream in streams)
        {
            if (stream.IsFenced)
            {
                fenced = fenced.Add(new ProducerEpoch(stream.From.Producer, stream.NewestEpoch));
            }
            else if (stream.HasNew)
            {
                offsets[advanced++] = new ProducerOffset(stream.From.Producer, stream.From.Epoch, stream.Last);
            }
        }

        offsets = offsets[..advanced];
        return new(stored, held.With(offsets).Trimmed(), advanced == count ? sent.Streams : StreamsOf(offsets), fenced);
    }

    private static ImmutableArray<ProducerEpoch> StreamsOf(ReadOnlySpan<ProducerOffset> offsets)
    {
        var streams = ImmutableArray.CreateBuilder<ProducerEpoch>(offsets.Length);
        foreach (ref readonly var offset in offsets)
        {
            streams.Add(new ProducerEpoch(offset.Producer, offset.Epoch));
        }

        return streams.MoveToImmutable();
    }

    /// <summary>Returns the readings to store. Nearly always that is all of them, and then none is copied.</summary>
    private static ReadOnlyMemory<StoredReading> Filter(ReadOnlyMemory<StoredReading> sent, Span<StreamProgress> streams)
    {
        var readings = sent.Span;
        StoredReading[]? kept = null;
        var count = 0;
        for (var i = 0; i < readings.Length; i++)
        {
            ref readonly var reading = ref readings[i];
            if (streams[IndexOf(reading.Producer, streams)].Take(reading.Sequence))
            {
                kept?[count] = reading;
                count++;
            }
            else if (kept is null)
            {
                kept = new StoredReading[readings.Length];
                readings[..i].CopyTo(kept);
            }
        }

        return kept is null ? sent : kept.AsMemory(0, count);
    }

    private static int IndexOf(long producer, ReadOnlySpan<StreamProgress> streams)
    {
        var index = 0;
        while (streams[index].From.Producer != producer)
        {
            index++;
        }

        return index;
    }

    /// <summary>The last sequence that the goal holds of a stream, and whether this call brings later ones.</summary>
    private struct StreamProgress
    {
        public ProducerEpoch From;
        public long NewestEpoch;
        public long Last;
        public bool HasNew;

        public readonly bool IsFenced => From.Epoch < NewestEpoch;

        public static StreamProgress Of(ProducerEpoch from, ProducerOffsets held, ImmutableArray<ProducerEpoch> newest)
        {
            var offset = held[from.Producer];
            var progress = new StreamProgress { From = from, NewestEpoch = offset?.Epoch ?? 0, Last = offset?.LastSequence ?? 0 };
            foreach (var known in newest)
            {
                if (known.Producer == from.Producer)
                {
                    progress.NewestEpoch = Math.Max(progress.NewestEpoch, known.Epoch);
                }
            }

            return progress;
        }

        public bool Take(long sequence)
        {
            if (IsFenced || sequence <= Last)
            {
                return false;
            }

            Last = sequence;
            return HasNew = true;
        }
    }
}
