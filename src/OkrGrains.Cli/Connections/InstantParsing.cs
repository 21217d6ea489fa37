using System.CommandLine.Parsing;
using Google.Protobuf.WellKnownTypes;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Connections;

/// <summary>Parses instants on the command line, in the form of RFC 3339.</summary>
internal static class InstantParsing
{
    public static Instant? One(ArgumentResult result) => Parse(result, result.Tokens[0].Value);

    public static Instant[] Many(ArgumentResult result) =>
        [.. result.Tokens.Select(token => Parse(result, token.Value)).OfType<Instant>()];

    public static Instant Of(Timestamp timestamp) => new(timestamp.ToDateTimeOffset().ToUnixTimeMilliseconds());

    private static Instant? Parse(ArgumentResult result, string text)
    {
        if (Instant.TryParse(text, out var instant))
        {
            return instant;
        }

        result.AddError($"'{text}' is not an instant, such as 2001-04-01T05:59:59.999Z.");
        return null;
    }
}
