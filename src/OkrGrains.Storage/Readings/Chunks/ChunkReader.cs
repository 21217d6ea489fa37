namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>Finds one goal's section in a packed chunk.</summary>
internal readonly ref struct ChunkReader
{
    private readonly ChunkProducers producers;
    private readonly long lowestTime;
    private readonly long firstGoal;
    private readonly ReadOnlySpan<byte> goals;
    private readonly ReadOnlySpan<byte> ends;
    private readonly ReadOnlySpan<byte> sections;
    private readonly int goalWidth;
    private readonly int endWidth;
    private readonly int count;

    public ChunkReader(ReadOnlySpan<byte> chunk)
    {
        var cursor = new ChunkCursor(chunk);
        if (cursor.ReadByte() != ChunkWriter.Layout)
        {
            throw ChunkCursor.Damaged();
        }

        producers = ChunkProducers.Read(ref cursor);
        lowestTime = cursor.ReadZigzag();
        count = cursor.ReadCount();
        firstGoal = cursor.ReadZigzag();
        goalWidth = ReadWidth(ref cursor);
        endWidth = ReadWidth(ref cursor);
        goals = cursor.Take(checked(count * goalWidth));
        ends = cursor.Take(checked(count * endWidth));
        sections = cursor.Take(cursor.Left);
    }

    /// <summary>The commit before that holds readings of the goal, or 0; null when the chunk holds none of it.</summary>
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

    /// <summary>The goal's readings; null when the chunk holds none of it.</summary>
    public StoredReading[]? Find(long goal, long position)
    {
        var index = IndexOf(goal);
        if (index < 0)
        {
            return null;
        }

        var cursor = Section(index);
        _ = ChunkSection.ReadPrevious(ref cursor, position);
        return ChunkSection.ReadReadings(ref cursor, lowestTime, producers);
    }

    private int IndexOf(long goal)
    {
        var low = 0;
        var high = count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = firstGoal + (long)Fixed(goals, middle, goalWidth);
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

    private ChunkCursor Section(int index)
    {
        var start = index == 0 ? 0 : Fixed(ends, index - 1, endWidth);
        var end = Fixed(ends, index, endWidth);
        return start <= end && end <= (ulong)sections.Length
            ? new ChunkCursor(sections[(int)start..(int)end])
            : throw ChunkCursor.Damaged();
    }

    private static int ReadWidth(ref ChunkCursor cursor)
    {
        var width = cursor.ReadByte();
        return width is >= 1 and <= sizeof(ulong) ? width : throw ChunkCursor.Damaged();
    }

    private static ulong Fixed(ReadOnlySpan<byte> column, int index, int width)
    {
        ulong value = 0;
        var at = column.Slice(index * width, width);
        for (var i = width - 1; i >= 0; i--)
        {
            value = (value << 8) | at[i];
        }

        return value;
    }
}
