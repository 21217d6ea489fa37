using System.CommandLine;
using System.CommandLine.Parsing;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Readings;

/// <summary>The options that say how a readings file is written, for files that are not written as the goal model says.</summary>
internal sealed class FormatOptions
{
    private readonly Option<ReadingsFormat?> _map = new("--map")
    {
        Description = "The columns of the file, such as goal=metric,time=ts,value=v; those named goal, time and value by default.",
        HelpName = "COLUMNS",
        CustomParser = Map,
    };

    private readonly Option<string?> _goal = new("--goal")
    {
        Description = "The goal of all readings, for a file without a column for it.",
        HelpName = "GOAL",
    };

    private readonly Option<Zone?> _zone = new("--time-zone")
    {
        Description = "The time zone of times without an offset, such as Europe/Berlin; they are refused by default. A time that clocks skip "
            + "is refused, and of one that they show twice the earlier is taken, with a warning.",
        HelpName = "ZONE",
        CustomParser = FindZone,
    };

    private readonly Option<bool> _decimalComma = new("--decimal-comma")
    {
        Description = "Read 1500,25 as one thousand five hundred and a quarter; the decimal sign is the point by default.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_map);
        command.Options.Add(_goal);
        command.Options.Add(_zone);
        command.Options.Add(_decimalComma);
    }

    public ReadingsFormat Of(ParseResult parse) => (parse.GetValue(_map) ?? new()) with
    {
        Goal = parse.GetValue(_goal),
        Zone = parse.GetValue(_zone),
        DecimalComma = parse.GetValue(_decimalComma),
    };

    private static ReadingsFormat Map(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var format = new ReadingsFormat();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(','))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var column = pair[(at + 1)..];
            var key = at <= 0 || column.Length == 0 ? "" : pair[..at];
            if (key.Length > 0 && !keys.Add(key))
            {
                result.AddError($"'{text}' maps {key} twice; each of goal, time and value has one column.");
                return format;
            }

            switch (key)
            {
                case "goal":
                    format = format with { GoalColumn = column };
                    break;
                case "time":
                    format = format with { TimeColumn = column };
                    break;
                case "value":
                    format = format with { ValueColumn = column };
                    break;
                default:
                    result.AddError($"'{pair}' maps no column; goal, time and value can be mapped, as in goal=metric,time=ts,value=v.");
                    return format;
            }
        }

        return format;
    }

    private static Zone? FindZone(ArgumentResult result)
    {
        var name = result.Tokens[0].Value;
        if (Zone.TryFind(name, out var zone))
        {
            return zone;
        }

        result.AddError($"'{name}' is no time zone, such as Europe/Berlin or UTC.");
        return null;
    }
}
