using System.Text;
using YamlDotNet.Core;

namespace OkrGrains.Plans.Text;

/// <summary>
/// Replaces characters that keep a text from being YAML, so that its other faults can be found in the same reading. Each is a fault. Every
/// replacement is as long as what it replaces, so that all positions stay right.
/// </summary>
internal sealed class YamlMending(ReadOnlyMemory<byte> utf8)
{
    /// <summary>The most replacements; each costs another parse.</summary>
    private const int MostMends = 20;

    /// <summary>The length of a text beyond which nothing is replaced.</summary>
    private const int LongestText = 1024 * 1024;

    private readonly List<TextFault> _faults = [];
    private readonly HashSet<(int Line, int Column)> _broken = [];
    private byte[]? _mended;
    private TextFault? _tabFault;

    /// <summary>The text as it was mended so far.</summary>
    public ReadOnlyMemory<byte> Text => _mended ?? utf8;

    /// <summary>The positions of values that are no longer what was written.</summary>
    public IReadOnlySet<(int Line, int Column)> Broken => _broken;

    /// <summary>Adds a fault for everything that was replaced.</summary>
    public void AddFaultsTo(FaultList faults) => _faults.ForEach(faults.Add);

    /// <summary>Adds a fault for everything that was replaced, and returns the one that ends the reading, with its token.</summary>
    public TextFault AddFaultsBefore(TextFault fault, FaultList faults)
    {
        if (_tabFault is not null && fault.Reason == FaultReason.Syntax)
        {
            // Nobody knows how far a tab was meant to indent, so what follows may be its consequence.
            _faults.Remove(_tabFault);
            AddFaultsTo(faults);
            return _tabFault;
        }

        AddFaultsTo(faults);
        if (fault.Reason != FaultReason.Syntax)
        {
            return fault;
        }

        var token = utf8.Length > LongestText ? "" : YamlPlace.Of(Text.ToArray(), fault.Line, fault.Column).Token ?? "";
        var place = token.Length > 0 ? $", at `{token}`" : ", where the line or the text ends";
        return new TextFault(fault.Reason, fault.Line, fault.Column, fault.Message.TrimEnd('.') + place, fault.InnerException);
    }

    /// <summary>Replaces what the fault is about. Returns false when the text cannot be mended.</summary>
    public bool TryMend(TextFault fault)
    {
        if (_faults.Count >= MostMends || utf8.Length > LongestText || fault.InnerException is not YamlException yaml)
        {
            return false;
        }

        _mended ??= utf8.ToArray();
        if (yaml.Message.Contains("tab", StringComparison.Ordinal) && MendTabs())
        {
            return true;
        }

        var place = YamlPlace.Of(_mended, fault.Line, fault.Column);
        return place.Character switch
        {
            (byte)'%' or (byte)'@' or (byte)'`' or (byte)'*' or (byte)'&' => Mend(fault, place, "cannot begin a value in YAML: put the value in quotes"),
            (byte)'>' or (byte)'|' => Mend(fault, place, "begins a block of text in YAML: put the value in quotes"),
            (byte)':' when place.IsInValue => MendColon(fault, place),
            _ => false,
        };
    }

    private bool Mend(TextFault fault, YamlPlace place, string why)
    {
        _mended![place.Offset] = (byte)'x';
        _broken.Add((fault.Line, fault.Column));
        _faults.Add(Fault(fault.Line, fault.Column, $"`{place.Token}` {why}"));
        return true;
    }

    private bool MendColon(TextFault fault, YamlPlace place)
    {
        _mended![place.Offset] = (byte)';';
        _faults.Add(Fault(fault.Line, fault.Column, $"the colon after `{place.WordBefore}` makes it a key in YAML: put the whole value in quotes"));
        return true;
    }

    private bool MendTabs()
    {
        var line = 1;
        var column = 1;
        var isIndentation = true;
        var found = _faults.Count;
        for (var i = 0; i < _mended!.Length; i++, column++)
        {
            if (_mended[i] == (byte)'\n')
            {
                (line, column, isIndentation) = (line + 1, 0, true);
            }
            else if (isIndentation && _mended[i] == (byte)'\t')
            {
                _mended[i] = (byte)' ';
                if (_faults.Count < found + MostMends && (_faults.Count == found || _faults[^1].Line != line))
                {
                    _faults.Add(Fault(line, column, "a tab cannot indent in YAML: use spaces"));
                    _tabFault ??= _faults[^1];
                }
            }
            else if (_mended[i] != (byte)' ')
            {
                isIndentation = false;
            }
        }

        return _faults.Count > found;
    }

    private static TextFault Fault(int line, int column, string message) => new(FaultReason.Syntax, line, column, message);

    /// <summary>A place in the text, with the words around it.</summary>
    private readonly record struct YamlPlace(int Offset, byte Character, bool IsInValue, string Token, string WordBefore)
    {
        public static YamlPlace Of(byte[] utf8, int line, int column)
        {
            var start = 0;
            for (var at = 1; at < line; at++)
            {
                var end = utf8.AsSpan(start).IndexOf((byte)'\n');
                if (end < 0)
                {
                    return default;
                }

                start += end + 1;
            }

            var length = utf8.AsSpan(start).IndexOf((byte)'\n');
            var text = Encoding.UTF8.GetString(utf8.AsSpan(start, length < 0 ? utf8.Length - start : length)).TrimEnd('\r');
            if (column < 1 || column > text.Length)
            {
                return default;
            }

            var before = text[..(column - 1)];
            var offset = start + Encoding.UTF8.GetByteCount(before);
            return new YamlPlace(offset, utf8[offset], before.Contains(": ", StringComparison.Ordinal), TokenOf(text[(column - 1)..]), LastWord(before));
        }

        private static string LastWord(string before) => Excerpt.Of(before[(before.LastIndexOf(' ') + 1)..]);
    }

    /// <summary>Returns the words at the beginning of a rest of a line, up to what ends a value.</summary>
    private static string TokenOf(string rest)
    {
        var end = rest.IndexOfAny([',', '}', ']', '#']);
        return Excerpt.Of((end > 0 ? rest[..end] : rest).Trim());
    }
}
