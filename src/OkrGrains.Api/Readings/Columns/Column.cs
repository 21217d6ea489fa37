using System.Buffers;
using Google.Protobuf.Collections;

namespace OkrGrains.Api.Readings.Columns;

/// <summary>A column of a batch in an array from the shared pool; by default an empty one.</summary>
internal readonly struct Column<T>
    where T : unmanaged
{
    private readonly T[]? _array;
    private readonly int _count;

    public Column(int count)
    {
        _array = ArrayPool<T>.Shared.Rent(count);
        _count = count;
    }

    public Span<T> Span => _array.AsSpan(0, _count);

    public static Column<T> Of(RepeatedField<T> values)
    {
        var column = new Column<T>(values.Count);
        values.CopyTo(column._array!, 0);
        return column;
    }

    public void Free()
    {
        if (_array is not null)
        {
            ArrayPool<T>.Shared.Return(_array);
        }
    }
}
