using System.Collections.Immutable;
using OkrGrains.Storage.Producers;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Readings;

/// <summary>The readings of a call that the goal does not hold yet.</summary>
/// <param name="Stored">As they are kept.</param>
/// <param name="Producers">What the goal holds with them.</param>
/// <param name="Streams">The streams that brought them.</param>
/// <param name="Fenced">Producers whose stream is older than the newest that is known, with the newest: theirs are left out.</param>
internal readonly record struct FreshReadings(
    ReadOnlyMemory<StoredReading> Stored,
    ProducerMarks Producers,
    ImmutableArray<ProducerEpoch> Streams,
    ImmutableArray<ProducerEpoch> Fenced)
{
    private const int FewStreams = 16;

    /// <param name="sent">What came.</param>
    /// <param name="held">What the goal holds.</param>
    /// <param name="newest">Epochs that the store has told of.</param>
    public static FreshReadings Of(SentReadings sent, ProducerMarks held, ImmutableArray<ProducerEpoch> newest)
    {
        var count = sent.Streams.Length;
        Span<StreamProgress> streams = count <= FewStreams ? stackalloc StreamProgress[FewStreams] : new StreamProgress[count];
        streams = streams[..count];
        for (var i = 0; i < count; i++)
        {
            streams[i] = StreamProgress.Of(sent.Streams[i], held, newest);
        }

        var stored = Filter(sent.Readings, streams);
        Span<ProducerMark> marks = count <= FewStreams ? stackalloc ProducerMark[FewStreams] : new ProducerMark[count];
        var marked = 0;
        ImmutableArray<ProducerEpoch> fenced = [];
        foreach (ref readonly var stream in streams)
        {
            if (stream.IsFenced)
            {
                fenced = fenced.Add(new ProducerEpoch(stream.From.Producer, stream.NewestEpoch));
            }
            else if (stream.HasFresh)
            {
                marks[marked++] = new ProducerMark(stream.From.Producer, stream.From.Epoch, stream.Last);
            }
        }

        marks = marks[..marked];
        return new(stored, held.With(marks).Trimmed(), marked == count ? sent.Streams : StreamsOf(marks), fenced);
    }

    private static ImmutableArray<ProducerEpoch> StreamsOf(ReadOnlySpan<ProducerMark> marks)
    {
        var streams = ImmutableArray.CreateBuilder<ProducerEpoch>(marks.Length);
        foreach (ref readonly var mark in marks)
        {
            streams.Add(new ProducerEpoch(mark.Producer, mark.Epoch));
        }

        return streams.MoveToImmutable();
    }

    /// <summary>Nearly always all are fresh, and then none is copied.</summary>
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

    /// <summary>How far the goal has come with a stream.</summary>
    private struct StreamProgress
    {
        public ProducerEpoch From;
        public long NewestEpoch;
        public long Last;
        public bool HasFresh;

        public readonly bool IsFenced => From.Epoch < NewestEpoch;

        public static StreamProgress Of(ProducerEpoch from, ProducerMarks held, ImmutableArray<ProducerEpoch> newest)
        {
            var mark = held[from.Producer];
            var progress = new StreamProgress { From = from, NewestEpoch = mark?.Epoch ?? 0, Last = mark?.LastSequence ?? 0 };
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
            return HasFresh = true;
        }
    }
}
