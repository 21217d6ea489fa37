using System.Buffers;
using System.Text;
using System.Text.Unicode;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Readings;

/// <summary>Parses one line that holds a reading. A good line allocates memory only for a goal name that is not kept yet.</summary>
internal sealed class LineParser(HeaderColumns columns, ReadingsFormat format)
{
    private const double GreatestValue = 1e15;

    private readonly GoalNames _goals = new();
    private readonly byte[] _lastTime = new byte[LineBuffer.MaxLine];
    private readonly byte[] _unquoted = new byte[LineBuffer.MaxLine];
    private readonly char[] _characters = new char[LineBuffer.MaxLine];
    private readonly byte[] _goal = Encoding.UTF8.GetBytes(format.Goal ?? "");
    private int _lastTimeLength;
    private Instant _lastInstant;
    private LocalTimeKind _lastKind;

    public ReadingLine Parse(ReadOnlySpan<byte> line, long number)
    {
        Span<Range> fields = stackalloc Range[HeaderColumns.Wanted];
        var reason = CsvFields.Split(ref line, columns, fields, _unquoted);
        if (reason is not null)
        {
            return Refuse(line, number, reason, WrongFields(line, reason));
        }

        var goalText = format.Goal is null ? line[fields[0]] : _goal;
        if (!_goals.TryFind(goalText, out var goal))
        {
            return Refuse(goalText, number, ReadingReason.BadGoal, BadGoal(goalText));
        }

        var timeText = line[fields[1]];
        if (!TryTime(timeText, out var time, out var kind))
        {
            return Refuse(timeText, number, ReadingReason.BadTime, BadTime(timeText, kind));
        }

        var valueText = line[fields[2]];
        if (!TryValue(valueText, out var value))
        {
            return Refuse(valueText, number, ReadingReason.BadValue, BadValue(valueText));
        }

        return Math.Abs(value) <= GreatestValue
            ? new ReadingLine(number, goal.Name, time, value, Fault: null)
            {
                IsBare = goal.IsBare,
                Workspace = goal.Workspace,
                IsTwice = kind == LocalTimeKind.Twice,
            }
            : Refuse(valueText, number, ReadingReason.ValueOutOfRange, $"`{Quote(valueText)}` is not within ±1e15");
    }

    // Text that is not ASCII is refused in any case. If it is not even UTF-8, that is the more helpful reason.
    private static ReadingLine Refuse(ReadOnlySpan<byte> text, long number, string reason, string message) =>
        Utf8.IsValid(text)
            ? ReadingLine.Refused(number, reason, message)
            : ReadingLine.Refused(number, ReadingReason.InvalidUtf8, "the line is not UTF-8");

    private static string BadGoal(ReadOnlySpan<byte> text) => text.StartsWith("objectives/"u8)
        ? $"`{Quote(text)}` is an objective, which takes no readings: it follows from its key results"
        : $"`{Quote(text)}` is no goal, which is written `kpis/ID`, `keyResults/ID`, `workspaces/W/kpis/ID` or as a bare id";

    private string WrongFields(ReadOnlySpan<byte> line, string reason)
    {
        if (reason == ReadingReason.BadQuotes)
        {
            return $"the quotes in `{Quote(line)}` are wrong: a field is quoted as a whole, and a quote in it is written twice";
        }

        var comma = columns.Separator == (byte)',' ? "; a decimal comma needs quotes around the value, and --decimal-comma" : "";
        return $"`{Quote(line)}` has not the {columns.Count} fields that the header names{comma}";
    }

    private string BadTime(ReadOnlySpan<byte> text, LocalTimeKind kind) => kind == LocalTimeKind.Skipped
        ? $"`{Quote(text)}` is never in {format.Zone!.Name}: clocks go forward over it; give it an offset, as in 2026-05-01T09:00:00+02:00"
        : format.Zone is null
        ? $"`{Quote(text)}` is no time of the years 1 to 9999 with an offset, such as 2026-05-01T09:00:00Z or 2026-05-01T09:00:00+02:00; "
            + "--time-zone Europe/Berlin says where local times such as 2026-05-01 09:00:00 hold"
        : $"`{Quote(text)}` is no time, such as 2026-05-01 09:00:00, 2026-05-01 or 2026-05-01T09:00:00Z";

    private string BadValue(ReadOnlySpan<byte> text) => format.DecimalComma
        ? $"`{Quote(text)}` is no number, such as 1500,25 or -2e3 (no point with --decimal-comma, no separators of thousands, no unit)"
        : $"`{Quote(text)}` is no number, such as 1500.25 or -2e3 (no separators of thousands, no unit); --decimal-comma reads 1500,25";

    // With a decimal comma the point is no sign of a number, so 1.500 is refused and not taken for one and a half.
    private bool TryValue(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (!format.DecimalComma)
        {
            return PlainNumber.TryParse(text, out value);
        }

        Span<byte> withPoint = stackalloc byte[LineBuffer.MaxLine];
        withPoint = withPoint[..text.Length];
        text.Replace(withPoint, (byte)',', (byte)'.');
        return !text.Contains((byte)'.') && PlainNumber.TryParse(withPoint, out value);
    }

    private static string Quote(ReadOnlySpan<byte> text) => Excerpt.Of(Encoding.UTF8.GetString(text));

    // Consecutive lines often have the same time, so the last one parsed is kept.
    private bool TryTime(ReadOnlySpan<byte> text, out Instant time, out LocalTimeKind kind)
    {
        if (text.SequenceEqual(_lastTime.AsSpan(0, _lastTimeLength)))
        {
            (time, kind) = (_lastInstant, _lastKind);
            return _lastTimeLength > 0;
        }

        (time, kind) = (default, LocalTimeKind.None);
        var isAscii = Ascii.ToUtf16(text, _characters, out var length) == OperationStatus.Done;
        var characters = _characters.AsSpan(0, length);
        if (!isAscii)
        {
            return false;
        }

        if (!Instant.TryParse(characters, out time))
        {
            kind = LocalTime.Parse(characters, format.Zone, out time);
            if (kind is LocalTimeKind.None or LocalTimeKind.Skipped)
            {
                return false;
            }
        }

        text.CopyTo(_lastTime);
        _lastTimeLength = text.Length;
        (_lastInstant, _lastKind) = (time, kind);
        return true;
    }
}
