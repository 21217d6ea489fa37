using System.Runtime.InteropServices;
using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Sqlite.Edges;

/// <summary>
/// Replaces the edges of some children. What can be sorted and packed without the store is packed when this is made, so that the thread that
/// writes for everybody has little left to do.
/// </summary>
internal sealed class EdgeRewiring
{
    private readonly HashSet<long> _rewired;
    private readonly Dictionary<long, byte[]> _up;
    private readonly Dictionary<EdgeGroup, (List<EdgeRow> Edges, byte[] Packed)> _down;

    /// <param name="rewired">The children, all of whose edges are replaced.</param>
    /// <param name="edges">Their edges from now on.</param>
    public EdgeRewiring(IReadOnlyCollection<long> rewired, IReadOnlyList<EdgeRow> edges)
    {
        _rewired = [.. rewired];
        var buffer = new PackedBuffer();
        var up = GroupBy(edges, static edge => edge.Child);
        _up = new(up.Count);
        foreach (var (child, group) in up)
        {
            _up.Add(child, PackedEdges.Pack(buffer, group, EdgeOrder.Up));
            Fault ??= FaultOf(child, group);
        }

        var down = GroupBy(edges, EdgeGroup.Of);
        _down = new(down.Count);
        foreach (var (key, group) in down)
        {
            _down.Add(key, (group, PackedEdges.Pack(buffer, group, EdgeOrder.Down)));
        }
    }

    /// <summary>What is wrong with the edges: a child's number and the words; null if nothing is.</summary>
    public (long Child, string Words)? Fault { get; }

    /// <summary>The size of the packed edges in bytes.</summary>
    public long Bytes => _up.Values.Sum(static packed => (long)packed.Length) + _down.Values.Sum(static group => (long)group.Packed.Length);

    public void Write(EdgeTable table)
    {
        var groups = new HashSet<EdgeGroup>(_down.Keys);
        var before = new List<EdgeRow>();
        foreach (var child in _rewired)
        {
            before.Clear();
            table.ReadUp(child, before);
            foreach (var edge in before)
            {
                groups.Add(EdgeGroup.Of(edge));
            }

            table.WriteUp(child, _up.GetValueOrDefault(child), existed: before.Count > 0);
        }

        var buffer = new PackedBuffer();
        foreach (var group in groups)
        {
            WriteDown(table, group, buffer);
        }
    }

    private void WriteDown(EdgeTable table, EdgeGroup group, PackedBuffer buffer)
    {
        var (added, packed) = _down.GetValueOrDefault(group);
        var edges = new List<EdgeRow>();
        table.ReadDown(group, edges);
        var existed = edges.Count > 0;
        edges.RemoveAll(edge => _rewired.Contains(edge.Child));
        if (edges.Count == 0)
        {
            table.WriteDown(group, packed, existed);
            return;
        }

        edges.AddRange(added ?? []);
        table.WriteDown(group, PackedEdges.Pack(buffer, edges, EdgeOrder.Down), existed);
    }

    private (long Child, string Words)? FaultOf(long child, List<EdgeRow> sorted)
    {
        if (!_rewired.Contains(child))
        {
            return (child, "has an edge, and is not rewired");
        }

        for (var i = 1; i < sorted.Count; i++)
        {
            if (EdgeOrder.Up(sorted[i - 1], sorted[i]) == 0)
            {
                return (child, "has an edge twice");
            }
        }

        return null;
    }

    private static Dictionary<TKey, List<EdgeRow>> GroupBy<TKey>(IReadOnlyList<EdgeRow> edges, Func<EdgeRow, TKey> keyOf)
        where TKey : notnull
    {
        var groups = new Dictionary<TKey, List<EdgeRow>>();
        for (var i = 0; i < edges.Count; i++)
        {
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, keyOf(edges[i]), out _);
            (group ??= []).Add(edges[i]);
        }

        return groups;
    }
}
