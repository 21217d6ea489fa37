using System.CommandLine;
using System.CommandLine.Parsing;
using OkrGrains.Cli.Output;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Connections;

/// <summary>The time zone of the times that a command prints: the workspace's, unless <c>--utc</c> or <c>--time-zone</c> is given.</summary>
internal sealed class ZoneChoice
{
    private readonly Option<bool> _utc = new("--utc") { Description = "Show times in UTC; by default in the time zone of the workspace." };

    private readonly Option<Zone?> _zone = new("--time-zone")
    {
        Description = "Show times in this zone, such as Europe/Berlin.",
        HelpName = "ZONE",
        CustomParser = result => Parse(result, result.Tokens[0].Value),
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_utc);
        command.Options.Add(_zone);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_utc) is { Implicit: false } && result.GetResult(_zone) is { Implicit: false })
            {
                result.AddError("--utc and --time-zone contradict each other: give one of them.");
            }
        });
    }

    /// <summary>Returns the times of the command.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="workspace">The zone of the workspace, as the server gave it; empty for none.</param>
    public ShownTime Times(ParseResult parse, string workspace)
    {
        if (parse.GetValue(_utc))
        {
            return ShownTime.Utc;
        }

        return parse.GetValue(_zone) is { } zone ? new(zone) : OfWorkspace(workspace);
    }

    /// <summary>Returns the times of the command, and asks the server for the zone of a workspace only where none is given.</summary>
    public async Task<ShownTime> TimesAsync(ParseResult parse, Func<Task<string>> workspace) =>
        Times(parse, parse.GetValue(_utc) || parse.GetValue(_zone) is not null ? "" : await workspace());

    /// <summary>Returns the times of a workspace's zone; those of UTC when the zone is empty, or unknown to this program.</summary>
    public static ShownTime OfWorkspace(string workspace) =>
        Zone.TryFind(workspace.Length == 0 ? null : workspace, out var zone) ? new(zone) : ShownTime.Utc;

    private static Zone? Parse(ArgumentResult result, string text)
    {
        if (Zone.TryFind(text, out var zone))
        {
            return zone;
        }

        result.AddError($"'{text}' is not a time zone, such as Europe/Berlin.");
        return null;
    }
}
