using System.Runtime.InteropServices;

namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>The sections of one commit, kept from commit to commit.</summary>
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

    /// <summary>Those that were added, by goal. Valid until something is added or cleared.</summary>
    public ReadOnlySpan<ChunkSection> ByGoal()
    {
        // Numbers are sorted, not sections: to move a reference is to tell the collector.
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
