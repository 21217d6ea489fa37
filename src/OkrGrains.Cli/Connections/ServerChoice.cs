using System.CommandLine;
using System.CommandLine.Parsing;
using OkrGrains.Client;
using OkrGrains.Client.Retrying;

namespace OkrGrains.Cli.Connections;

/// <summary>Finds the server and the workspace of a command, from <c>--server</c> and <c>--workspace</c> or from the environment.</summary>
internal sealed class ServerChoice
{
    public const string DefaultAddress = "http://127.0.0.1:5410";

    private readonly Option<Uri> _server = new("--server")
    {
        Description = $"The address of the server; that in OKR_SERVER by default, or else {DefaultAddress}.",
        HelpName = "URL",
        CustomParser = result => ParseAddress(result, result.Tokens[0].Value),
        DefaultValueFactory = result => ParseAddress(result, OfEnvironment("OKR_SERVER") ?? DefaultAddress)!,
    };

    private readonly Option<string?> _workspace = new("--workspace")
    {
        Description = "The id of the workspace; that in OKR_WORKSPACE by default, or else the only one of the server.",
        HelpName = "ID",
        DefaultValueFactory = _ => OfEnvironment("OKR_WORKSPACE"),
    };

    public void AddServerTo(Command command) => command.Options.Add(_server);

    public void AddBothTo(Command command)
    {
        AddServerTo(command);
        command.Options.Add(_workspace);
    }

    public OkrClient Connect(ParseResult parse) => new(parse.GetRequiredValue(_server));

    /// <summary>Returns the full name of the workspace of the command.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="client">The client that is asked for the only workspace when none is named.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <param name="retry">The pauses and limits for waiting while the server cannot be reached; null for no waiting.</param>
    public async Task<string> WorkspaceAsync(
        ParseResult parse, OkrClient client, CancellationToken cancellation, RetryOptions? retry = null)
    {
        var given = parse.GetValue(_workspace);
        return string.IsNullOrEmpty(given)
            ? await WorkspaceChoice.OnlyOneAsync(client, retry, cancellation)
            : WorkspaceChoice.FullName(given);
    }

    // A variable that is empty counts as unset, as in a shell script that clears it.
    private static string? OfEnvironment(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static Uri? ParseAddress(ArgumentResult result, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && IsOfServer(address))
        {
            return address;
        }

        result.AddError($"'{text}' is not the address of a server, such as {DefaultAddress}.");
        return null;
    }

    // Calls have paths of their own, so a path, a query or a user in the address would mean nothing.
    private static bool IsOfServer(Uri address) =>
        address is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" };
}
