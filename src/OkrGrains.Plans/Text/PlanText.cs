using System.Buffers;
using System.Text;
using System.Text.Unicode;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans.Text;

/// <summary>Turns bytes into a tree, from YAML or JSON alike.</summary>
internal static class PlanText
{
    private static readonly SearchValues<byte> _controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (byte)c).Except("\t\n\r"u8.ToArray()), 0x7F]);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static PlanNode Read(ReadOnlyMemory<byte> utf8, FaultList faults)
    {
        if (utf8.Length > TextLimits.Bytes)
        {
            throw new TextFault(FaultReason.TooLarge, 1, 1, $"more than {TextLimits.Bytes} bytes");
        }

        if (utf8.Span.StartsWith(ByteOrderMark))
        {
            utf8 = utf8[ByteOrderMark.Length..];
        }

        RefuseInvalid(utf8.Span);
        RefuseControls(utf8.Span);
        return StartsAsJson(utf8.Span) ? ReadJson(utf8, faults) : YamlTree.Read(utf8, faults);
    }

    // A YAML plan may start with a brace too, as a flow map. If neither parser can read the text, the fault is that of JSON.
    private static PlanNode ReadJson(ReadOnlyMemory<byte> utf8, FaultList faults)
    {
        var asJson = new FaultList();
        try
        {
            var tree = JsonTree.Read(utf8.Span, asJson);
            faults.AddAll(asJson);
            return tree;
        }
        catch (TextFault json) when (json.Reason == FaultReason.Syntax)
        {
            try
            {
                return YamlTree.Read(utf8, faults);
            }
            catch (TextFault yaml) when (yaml.Reason == FaultReason.Syntax)
            {
                throw json;
            }
        }
    }

    private static bool StartsAsJson(ReadOnlySpan<byte> utf8)
    {
        var start = utf8.IndexOfAnyExcept(" \t\r\n"u8);
        return start >= 0 && utf8[start] == (byte)'{';
    }

    private static void RefuseInvalid(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            return;
        }

        var offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out var length) == OperationStatus.Done)
        {
            offset += length;
        }

        throw FaultAt(utf8, offset, FaultReason.InvalidUtf8, $"byte {offset} is not UTF-8");
    }

    // YAML does not allow these characters, and its parser takes a zero byte for the end of the text.
    private static void RefuseControls(ReadOnlySpan<byte> utf8)
    {
        var offset = utf8.IndexOfAny(_controls);
        if (offset >= 0)
        {
            throw FaultAt(utf8, offset, FaultReason.ControlCharacter, $"byte {offset} is the character {TextRule.CodePoint((char)utf8[offset])}");
        }
    }

    private static TextFault FaultAt(ReadOnlySpan<byte> utf8, int offset, string reason, string message)
    {
        var at = new TextPosition();
        at.MoveTo(utf8, offset);
        return new TextFault(reason, at.Line, at.Column, message);
    }
}
