using System.Runtime.InteropServices;

namespace OkrGrains.Storage.Chunks;

/// <summary>The sections of one commit. The list is used again for every commit.</summary>
internal sealed class SectionList
{
    private readonly List<ChunkSection> _sections = [];
    private readonly List<long> _goals = [];
    private readonly List<int> _order = [];
    private readonly List<ChunkSection> _sorted = [];

    public void Add(in ChunkSection section)
    {
        _order.Add(_sections.Count);
        _goals.Add(section.Goal);
        _sections.Add(section);
    }

    /// <summary>Returns the added sections, sorted by goal. The span is valid until a section is added or the list is cleared.</summary>
    public ReadOnlySpan<ChunkSection> ByGoal()
    {
        // Sorts numbers, not sections, because each move of a reference has to be reported to the garbage collector.
        CollectionsMarshal.AsSpan(_goals).Sort(CollectionsMarshal.AsSpan(_order));
        foreach (var index in _order)
        {
            _sorted.Add(_sections[index]);
        }

        return CollectionsMarshal.AsSpan(_sorted);
    }

    public void Clear()
    {
        _sections.Clear();
        _goals.Clear();
        _order.Clear();
        _sorted.Clear();
    }
}
