using System.CommandLine;

namespace OkrGrains.Cli.Connections;

/// <summary>The options of a change: <c>--author</c>, <c>--reason</c>, and <c>--etag</c> for the state from which it is made.</summary>
internal sealed class EditorChoice
{
    private readonly Option<string> _author = new("--author")
    {
        Description = "The person who asks, kept on record; the user of this machine by default.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.UserName,
    };

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "The reason, kept on record.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string> _etag = new("--etag")
    {
        Description = "The state of the plan that the change is based on, as apply and revisions print it; refused if it has changed since.",
        HelpName = "ETAG",
        DefaultValueFactory = _ => "",
    };

    public void AddAllTo(Command command)
    {
        AddTo(command);
        command.Options.Add(_etag);
    }

    public void AddTo(Command command)
    {
        AddAuthorTo(command);
        command.Options.Add(_reason);
    }

    public void AddAuthorTo(Command command) => command.Options.Add(_author);

    public string Author(ParseResult parse) => parse.GetRequiredValue(_author);

    public string Reason(ParseResult parse) => parse.GetRequiredValue(_reason);

    public string Etag(ParseResult parse) => parse.GetRequiredValue(_etag);
}
