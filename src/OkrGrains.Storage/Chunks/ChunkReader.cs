using OkrGrains.Model.Measures;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Chunks;

/// <summary>Finds one goal's section in a packed chunk.</summary>
internal readonly ref struct ChunkReader
{
    private readonly ChunkProducers _producers;
    private readonly long _lowestTime;
    private readonly long _firstGoal;
    private readonly ReadOnlySpan<byte> _goals;
    private readonly ReadOnlySpan<byte> _ends;
    private readonly ReadOnlySpan<byte> _sections;
    private readonly int _goalWidth;
    private readonly int _endWidth;
    private readonly int _count;

    public ChunkReader(ReadOnlySpan<byte> chunk)
    {
        var cursor = new PackedCursor(chunk);
        if (cursor.ReadByte() is not (ChunkWriter.Layout or ChunkWriter.PlainerLayout))
        {
            throw PackedCursor.Damaged();
        }

        _producers = ChunkProducers.Read(ref cursor);
        _lowestTime = cursor.ReadZigzag();
        _count = cursor.ReadCount();
        _firstGoal = cursor.ReadZigzag();
        _goalWidth = ReadWidth(ref cursor);
        _endWidth = ReadWidth(ref cursor);
        _goals = cursor.Take(checked(_count * _goalWidth));
        _ends = cursor.Take(checked(_count * _endWidth));
        _sections = cursor.Take(cursor.Left);
    }

    /// <summary>
    /// Returns the position of the previous commit that holds readings of the goal, 0 for none; null if the chunk holds none of the goal.
    /// </summary>
    public long? FindPrevious(long goal, long position)
    {
        var index = IndexOf(goal);
        if (index < 0)
        {
            return null;
        }

        var cursor = Section(index);
        return ChunkSection.ReadPrevious(ref cursor, position);
    }

    /// <summary>Returns the goal's readings; null if the chunk holds none of the goal.</summary>
    public StoredReading[]? Find(long goal, long position)
    {
        var index = IndexOf(goal);
        if (index < 0)
        {
            return null;
        }

        var cursor = Section(index);
        _ = ChunkSection.ReadPrevious(ref cursor, position);
        return ChunkSection.ReadReadings(ref cursor, _lowestTime, _producers);
    }

    /// <summary>Returns the goal's section; null if the chunk has none of the goal.</summary>
    public ChunkSection? FindSection(long goal, long position)
    {
        var index = IndexOf(goal);
        return index < 0 ? null : At(index, position);
    }

    /// <summary>Returns the goal that took a reading; null if the chunk does not hold the reading.</summary>
    public long? GoalOf(ReadingName name, long position)
    {
        for (var i = _producers.MayHold(name) ? 0 : _count; i < _count; i++)
        {
            var section = At(i, position);
            foreach (ref readonly var reading in section.Readings.Span)
            {
                if (reading.Name == name)
                {
                    return section.Goal;
                }
            }
        }

        return null;
    }

    /// <summary>The number of goals that have a section.</summary>
    public int Count => _count;

    /// <summary>Returns the goal of the section at an index.</summary>
    public long GoalAt(int index) => _firstGoal + (long)Fixed(_goals, index, _goalWidth);

    /// <summary>Returns the section at an index.</summary>
    public ChunkSection At(int index, long position)
    {
        var cursor = Section(index);
        var previous = ChunkSection.ReadPrevious(ref cursor, position);
        return new ChunkSection(
            _firstGoal + (long)Fixed(_goals, index, _goalWidth), previous, ChunkSection.ReadReadings(ref cursor, _lowestTime, _producers));
    }

    /// <summary>Returns the number of readings in the section at an index, and the bytes that it takes.</summary>
    public (long Readings, int Bytes) SizeAt(int index, long position)
    {
        var cursor = Section(index);
        var bytes = cursor.Left;
        _ = ChunkSection.ReadPrevious(ref cursor, position);
        return ((long)cursor.ReadVarint(), bytes);
    }

    private int IndexOf(long goal)
    {
        var low = 0;
        var high = _count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = _firstGoal + (long)Fixed(_goals, middle, _goalWidth);
            if (found == goal)
            {
                return middle;
            }

            if (found < goal)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return -1;
    }

    private PackedCursor Section(int index)
    {
        var start = index == 0 ? 0 : Fixed(_ends, index - 1, _endWidth);
        var end = Fixed(_ends, index, _endWidth);
        return start <= end && end <= (ulong)_sections.Length
            ? new PackedCursor(_sections[(int)start..(int)end])
            : throw PackedCursor.Damaged();
    }

    private static int ReadWidth(ref PackedCursor cursor)
    {
        var width = cursor.ReadByte();
        return width is >= 1 and <= sizeof(ulong) ? width : throw PackedCursor.Damaged();
    }

    private static ulong Fixed(ReadOnlySpan<byte> column, int index, int width) => PackedCursor.Fixed(column.Slice(index * width, width));
}
