namespace OkrGrains.Plans.Text;

/// <summary>Builds the tree from the events of a parser, within the limits and without recursion.</summary>
internal sealed class TreeBuilder(FaultList faults)
{
    private readonly Stack<PlanNode> _open = new();
    private string? _key;
    private int _keyLine;
    private int _keyColumn;
    private int _nodes;

    public PlanNode? Root { get; private set; }

    /// <summary>True if the next scalar is a key.</summary>
    public bool ExpectsKey => _key is null && _open.TryPeek(out var top) && top is MapNode;

    public void Key(string key, int line, int column)
    {
        _key = Whole(key, line, column);
        _keyLine = line;
        _keyColumn = column;
    }

    public PlanNode Scalar(string text, bool quoted, int line, int column) =>
        Put(new ScalarNode { Text = Whole(text, line, column), Quoted = quoted, Line = line, Column = column });

    /// <summary>Adds a value that was refused, so that the tree goes on without it.</summary>
    public PlanNode Broken(int line, int column) => Put(new BrokenNode { Line = line, Column = column });

    public PlanNode OpenMap(int line, int column) => Open(new MapNode { Line = line, Column = column });

    public PlanNode OpenList(int line, int column) => Open(new ListNode { Line = line, Column = column });

    public void Close() => _open.Pop();

    private PlanNode Open(PlanNode node)
    {
        if (_open.Count == TextLimits.Depth)
        {
            throw new TextFault(FaultReason.TooDeep, node.Line, node.Column, $"more than {TextLimits.Depth} levels");
        }

        Put(node);
        _open.Push(node);
        return node;
    }

    private PlanNode Put(PlanNode node)
    {
        if (++_nodes > TextLimits.Nodes)
        {
            throw new TextFault(FaultReason.TooManyNodes, node.Line, node.Column, $"more than {TextLimits.Nodes} values");
        }

        if (!_open.TryPeek(out var parent))
        {
            Root = node;
        }
        else if (parent is ListNode list)
        {
            node.PutInto(list, list.Items.Count);
            list.Items.Add(node);
        }
        else if (parent is MapNode map)
        {
            PutInto(map, node);
        }

        return node;
    }

    private void PutInto(MapNode map, PlanNode node)
    {
        var key = _key ?? throw new TextFault(FaultReason.BadKey, node.Line, node.Column, "a key must be plain text");
        _key = null;
        if (!map.TryAdd(node, key, _keyLine, _keyColumn))
        {
            faults.AddAtKey(node, FaultReason.DuplicateKey, $"`{Excerpt.Of(key)}` is given twice");
        }
    }

    // An escape such as "\ud800" can name half a character, which no UTF-8 can hold.
    private static string Whole(string text, int line, int column)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                throw new TextFault(FaultReason.Syntax, line, column, "half a surrogate pair is no character");
            }

            i++;
        }

        return text;
    }
}
