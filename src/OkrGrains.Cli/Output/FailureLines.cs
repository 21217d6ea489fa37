using System.Globalization;
using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Host;
using OkrGrains.Storage;

namespace OkrGrains.Cli.Output;

/// <summary>Describes a failure for standard error, with one line per fault.</summary>
internal static class FailureLines
{
    public static IReadOnlyList<string> Of(Exception failure) => failure switch
    {
        CommandFailure command => command.Lines,
        RpcException rpc => Of(RpcFault.Of(rpc)),
        OperationCanceledException => ["interrupted"],
        ServerRefusedException or StoreRefusedException => [OneLine(failure.Message)],
        FileNotFoundException missing => [$"{missing.FileName}: no such file"],
        IOException or UnauthorizedAccessException => [OneLine(failure.Message)],
        _ => [$"{failure.GetType().Name}: {OneLine(failure.Message)}"],
    };

    private static IReadOnlyList<string> Of(RpcFault fault)
    {
        if (fault.Fields.Length > 0 && fault.Code == StatusCode.Aborted)
        {
            return [OneLine(fault.Message) + Reason(fault), .. fault.Fields.Select(field => "  " + OneLine($"{field.Field}: {field.Description}")), .. LeftOut(fault)];
        }

        if (fault.Fields.Length > 0)
        {
            return
            [
                .. fault.Fields.Select(field => OneLine($"{field.Field}: {field.Description}{Reason(fault)}")), .. LeftOut(fault),
                .. WaysOn(fault),
            ];
        }

        if (fault is { IsTransient: true, Reason.Length: 0 })
        {
            return [$"the server cannot be reached: {OneLine(fault.Message)}"];
        }

        var message = fault.Message.Length > 0 ? fault.Message : fault.Code.ToString();
        var patience = fault.RetryAfter is { } delay
            ? string.Create(CultureInfo.InvariantCulture, $"; try again in {delay.TotalSeconds:0.###} s")
            : "";
        return [OneLine(message) + patience + Reason(fault)];
    }

    // A server names as many places as its answer has room for, and counts the others.
    private static IEnumerable<string> LeftOut(RpcFault fault) =>
        fault.Facts.TryGetValue("violationsLeftOut", out var count) ? [$"and {OneLine(count)} more{Reason(fault)}"] : [];

    // The server names no option, because each client has its own.
    private static IEnumerable<string> WaysOn(RpcFault fault) => fault.Reason == "GOALS_MISSING"
        ? [$"put them back into the plan, or remove them with --prune; their readings are kept{Reason(fault)}"]
        : [];

    private static string Reason(RpcFault fault) => fault.Reason.Length > 0 ? $" [{fault.Reason}]" : "";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
