using System.Buffers;
using System.Text;
using System.Text.Unicode;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Readings;

/// <summary>Parses one line that holds a reading. A good line allocates memory only for a goal name that is not kept yet.</summary>
internal sealed class LineParser
{
    private const double GreatestValue = 1e15;

    private readonly GoalNames _goals = new();
    private readonly byte[] _lastTime = new byte[LineBuffer.MaxLine];
    private readonly byte[] _unquoted = new byte[LineBuffer.MaxLine];
    private readonly char[] _characters = new char[LineBuffer.MaxLine];
    private int _lastTimeLength;
    private Instant _lastInstant;

    public ReadingLine Parse(ReadOnlySpan<byte> line, long number)
    {
        Span<Range> fields = stackalloc Range[CsvFields.Count];
        var reason = CsvFields.Split(ref line, fields, _unquoted);
        if (reason is not null)
        {
            return Refuse(line, number, reason, "three fields are expected: goal,time,value");
        }

        var goalText = line[fields[0]];
        if (!_goals.TryFind(goalText, out var goal))
        {
            var message = $"`{Quote(goalText)}` is neither `kpis/ID`, `keyResults/ID` nor the id of a KPI";
            return Refuse(goalText, number, ReadingReason.BadGoal, message);
        }

        var timeText = line[fields[1]];
        if (!TryTime(timeText, out var time))
        {
            var message = $"`{Quote(timeText)}` is no RFC 3339 time with an offset or Z in the years 1 to 9999";
            return Refuse(timeText, number, ReadingReason.BadTime, message);
        }

        var valueText = line[fields[2]];
        if (!PlainNumber.TryParse(valueText, out var value))
        {
            return Refuse(valueText, number, ReadingReason.BadValue, $"`{Quote(valueText)}` is no number");
        }

        return Math.Abs(value) <= GreatestValue
            ? new ReadingLine(number, goal, time, value, Fault: null)
            : Refuse(valueText, number, ReadingReason.ValueOutOfRange, $"`{Quote(valueText)}` is not within ±1e15");
    }

    // Text that is not ASCII is refused in any case. If it is not even UTF-8, that is the more helpful reason.
    private static ReadingLine Refuse(ReadOnlySpan<byte> text, long number, string reason, string message) =>
        Utf8.IsValid(text)
            ? ReadingLine.Refused(number, reason, message)
            : ReadingLine.Refused(number, ReadingReason.InvalidUtf8, "the line is not UTF-8");

    private static string Quote(ReadOnlySpan<byte> text) => Excerpt.Of(Encoding.UTF8.GetString(text));

    // Consecutive lines often have the same time, so the last one parsed is kept.
    private bool TryTime(ReadOnlySpan<byte> text, out Instant time)
    {
        if (text.SequenceEqual(_lastTime.AsSpan(0, _lastTimeLength)))
        {
            time = _lastInstant;
            return _lastTimeLength > 0;
        }

        time = default;
        if (Ascii.ToUtf16(text, _characters, out var length) != OperationStatus.Done || !Instant.TryParse(_characters.AsSpan(0, length), out time))
        {
            return false;
        }

        text.CopyTo(_lastTime);
        _lastTimeLength = text.Length;
        _lastInstant = time;
        return true;
    }
}
