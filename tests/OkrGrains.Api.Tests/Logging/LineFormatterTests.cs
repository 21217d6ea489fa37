using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OkrGrains.Host.Logging;

namespace OkrGrains.Api.Tests.Logging;

public sealed class LineFormatterTests
{
    [Fact]
    public void An_entry_is_one_line_without_control_characters() => Assert.Equal(
        "warn: OkrGrains.Api[3] Producer \\u001b[31mp\\u0007 \\u202e\\u009bx of w",
        Line(LogLevel.Warning, "OkrGrains.Api", "Producer \u001b[31mp\u0007\r\n\u202e\u009bx of w", null));

    [Fact]
    public void A_failure_is_told_with_its_stack()
    {
        var line = Line(LogLevel.Error, "OkrGrains.Api", "failed", Thrown());
        Assert.StartsWith("fail: OkrGrains.Api[3] failed System.InvalidOperationException: why", line, StringComparison.Ordinal);
        Assert.Contains(" at OkrGrains.Api.Tests.Logging.", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogLevel.Debug, "Microsoft.AspNetCore.Server.Kestrel")]
    [InlineData(LogLevel.Error, "Grpc.AspNetCore.Server.ServerCallHandler")]
    public void What_a_peer_does_wrong_is_told_without_a_stack(LogLevel level, string category) => Assert.Equal(
        $"dbug: {category}[3] refused InvalidOperationException: why", Line(level, category, "refused", Thrown()));

    [Fact]
    public void A_line_is_cut_at_its_bound()
    {
        var line = Line(LogLevel.Warning, "OkrGrains.Api", new string('x', 1_000_000), null);
        Assert.Equal((16_385, '…'), (line.Length, line[^1]));
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("why");
        }
        catch (InvalidOperationException thrown)
        {
            return thrown;
        }
    }

    private static string Line(LogLevel level, string category, string text, Exception? exception)
    {
        using var output = new StringWriter { NewLine = "\n" };
        new LineFormatter().Write(new LogEntry<string>(level, category, 3, text, exception, (state, _) => state), null, output);
        return output.ToString().TrimEnd('\n');
    }
}
