using Google.Rpc;
using Grpc.Core;

namespace OkrGrains.Api.Tests;

/// <summary>What a client learns of an error.</summary>
internal sealed record Fault(StatusCode Code, string Reason)
{
    public static Fault Of(RpcException exception)
    {
        var details = Details(exception);
        Assert.Equal((int)exception.StatusCode, details.Code);
        Assert.DoesNotContain("   at ", exception.Status.Detail + details, StringComparison.Ordinal);
        var info = Unpack<ErrorInfo>(details)!;
        Assert.Equal("okrgrains", info.Domain);
        return new Fault(exception.StatusCode, info.Reason);
    }

    public static async Task<Fault> OfAsync(Func<Task> call) => Of(await Assert.ThrowsAsync<RpcException>(call));

    public static string[] Fields(RpcException exception) =>
        [.. Unpack<BadRequest>(Details(exception))!.FieldViolations.Select(violation => violation.Field)];

    public static T? Unpack<T>(Google.Rpc.Status details)
        where T : Google.Protobuf.IMessage, new() =>
        details.Details.Select(any => any.TryUnpack<T>(out var detail) ? detail : default).FirstOrDefault(detail => detail is not null);

    public static Google.Rpc.Status Details(RpcException exception) =>
        Assert.IsType<Google.Rpc.Status>(exception.GetRpcStatus());
}
