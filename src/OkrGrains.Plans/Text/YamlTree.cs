using System.Runtime.InteropServices;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlParser = YamlDotNet.Core.Parser;

namespace OkrGrains.Plans.Text;

/// <summary>
/// Reads YAML from the parser's events, so that nothing is resolved, expanded or converted unseen: there are no anchors and no tags, and
/// the text of a number stays as it was written.
/// </summary>
internal static class YamlTree
{
    private const string NoAnchors = "anchors and aliases are not taken: write the value out";

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads a text, and goes on behind what is no YAML where that is possible, so that one reading finds as many faults as it can.
    /// </summary>
    public static PlanNode Read(ReadOnlyMemory<byte> utf8, FaultList faults)
    {
        var mending = new YamlMending(utf8);
        while (true)
        {
            var found = faults.Count;
            try
            {
                var root = Read(mending.Text, mending.Broken, faults);
                mending.AddFaultsTo(faults);
                return root;
            }
            catch (TextFault fault) when (fault.Reason == FaultReason.Syntax && mending.TryMend(fault))
            {
                faults.KeepFirst(found);
            }
            catch (TextFault fault)
            {
                throw mending.AddFaultsBefore(fault, faults);
            }
        }
    }

    private static PlanNode Read(ReadOnlyMemory<byte> utf8, IReadOnlySet<(int Line, int Column)> broken, FaultList faults)
    {
        var bytes = MemoryMarshal.TryGetArray(utf8, out var segment) ? segment : new ArraySegment<byte>(utf8.ToArray());
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        using var plain = new StreamReader(stream, _strict, detectEncodingFromByteOrderMarks: false, bufferSize: 32 * 1024);
        var breaks = ForeignBreaks.Of(utf8.Span);
        using TextReader text = breaks is null ? plain : new HidingReader(plain, breaks);
        var tree = new TreeBuilder(faults);
        var parser = new YamlParser(text);
        var documents = 0;
        while (MoveNext(parser))
        {
            if (parser.Current is DocumentStart start && ++documents > 1)
            {
                throw Fault(FaultReason.MultipleDocuments, start.Start, "more than one document");
            }

            var happened = parser.Current!;
            if (happened is Scalar && !tree.ExpectsKey && broken.Contains(((int)happened.Start.Line, (int)happened.Start.Column)))
            {
                tree.Broken((int)happened.Start.Line, (int)happened.Start.Column);
                continue;
            }

            Add(tree, happened, breaks, faults);
        }

        return tree.Root ?? throw new TextFault(FaultReason.Empty, 1, 1, "the plan is empty");
    }

    // The parser means to throw YamlException, but on broken text it also breaks its own assumptions (an InvalidOperationException of a
    // scalar that it takes for empty, …). Only the text can be to blame for any of them.
    private static bool MoveNext(YamlParser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException e)
        {
            throw Fault(FaultReason.Syntax, e.Start, Excerpt.OfSentence(e.Message), e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw Fault(FaultReason.Syntax, parser.Current?.End ?? new Mark(0, 1, 1), "what follows is no YAML", e);
        }
    }

    private static void Add(TreeBuilder tree, ParsingEvent happened, ForeignBreaks? breaks, FaultList faults)
    {
        var line = (int)happened.Start.Line;
        var column = (int)happened.Start.Column;
        if (tree.ExpectsKey && happened is not MappingEnd)
        {
            tree.Key(Restored(KeyOf(happened), breaks), line, column);
            return;
        }

        switch (happened)
        {
            case Scalar scalar:
                var value = Restored(scalar.Value, breaks);
                Refuse(scalar, tree.Scalar(value, scalar.Style != ScalarStyle.Plain, line, column), faults);
                break;
            case MappingStart map:
                Refuse(map, tree.OpenMap(line, column), faults);
                break;
            case SequenceStart list:
                Refuse(list, tree.OpenList(line, column), faults);
                break;
            case AnchorAlias:
                faults.Add(tree.Broken(line, column), FaultReason.Anchor, NoAnchors);
                break;
            case MappingEnd or SequenceEnd:
                tree.Close();
                break;
        }
    }

    private static string Restored(string text, ForeignBreaks? breaks) => breaks is null ? text : breaks.Restore(text);

    private static string KeyOf(ParsingEvent happened) =>
        happened is Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } key
            ? key.Value
            : throw Fault(FaultReason.BadKey, happened.Start, "a key must be plain text, without anchor or tag");

    // A text with an anchor or a tag is meant for another kind of reader, which would see another plan in it.
    private static void Refuse(NodeEvent happened, PlanNode node, FaultList faults)
    {
        if (!happened.Anchor.IsEmpty)
        {
            faults.Add(node, FaultReason.Anchor, NoAnchors);
        }

        if (!happened.Tag.IsEmpty)
        {
            faults.Add(node, FaultReason.Tag, "tags are not taken");
        }
    }

    private static TextFault Fault(string reason, Mark at, string message, Exception? inner = null) =>
        new(reason, (int)at.Line, (int)at.Column, message, inner);
}
