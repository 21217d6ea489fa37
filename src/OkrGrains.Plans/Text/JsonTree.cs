using System.Text.Json;

namespace OkrGrains.Plans.Text;

/// <summary>Reads JSON into the same tree as <see cref="YamlTree"/>.</summary>
internal static class JsonTree
{
    // The parser allows one level more than the tree, so that the tree reports the fault.
    private static readonly JsonReaderOptions _options = new() { MaxDepth = TextLimits.Depth + 1 };

    public static PlanNode Read(ReadOnlySpan<byte> utf8, FaultList faults)
    {
        var tree = new TreeBuilder(faults);
        var reader = new Utf8JsonReader(utf8, _options);
        var at = new TextPosition();
        try
        {
            while (reader.Read())
            {
                at.MoveTo(utf8, (int)reader.TokenStartIndex);
                Add(tree, ref reader, at.Line, at.Column);
            }
        }
        catch (JsonException e)
        {
            var line = (int)(e.LineNumber ?? 0) + 1;
            var column = (int)(e.BytePositionInLine ?? 0) + 1;
            throw new TextFault(FaultReason.Syntax, line, column, Excerpt.OfSentence(e.Message), e);
        }

        return tree.Root!;
    }

    private static void Add(TreeBuilder tree, ref Utf8JsonReader reader, int line, int column)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                tree.Key(Text(ref reader, line, column), line, column);
                break;
            case JsonTokenType.String:
                tree.Scalar(Text(ref reader, line, column), quoted: true, line, column);
                break;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null:
                tree.Scalar(System.Text.Encoding.ASCII.GetString(reader.ValueSpan), quoted: false, line, column);
                break;
            case JsonTokenType.StartObject:
                tree.OpenMap(line, column);
                break;
            case JsonTokenType.StartArray:
                tree.OpenList(line, column);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                tree.Close();
                break;
        }
    }

    private static string Text(ref Utf8JsonReader reader, int line, int column)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new TextFault(FaultReason.Syntax, line, column, "half a surrogate pair is no character", e);
        }
    }
}
