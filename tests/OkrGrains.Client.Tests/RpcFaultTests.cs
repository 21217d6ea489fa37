using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace OkrGrains.Client.Tests;

public sealed class RpcFaultTests
{
    [Fact]
    public void Details_give_reason_fields_and_patience()
    {
        var fault = RpcFault.Of(Failure(
            StatusCode.InvalidArgument,
            new ErrorInfo { Reason = "PLAN_REFUSED", Domain = "okrgrains" },
            new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = "kpis[0]", Description = "no id" } } },
            new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(3)) }));
        Assert.Equal("PLAN_REFUSED", fault.Reason);
        Assert.Equal(new FieldFault("kpis[0]", "no id"), Assert.Single(fault.Fields));
        Assert.Equal(TimeSpan.FromSeconds(3), fault.RetryAfter);
        Assert.False(fault.IsTransient);
    }

    [Fact]
    public void Details_that_cannot_be_read_are_left_out()
    {
        var trailers = new Metadata { { "grpc-status-details-bin", [0xFF, 0xFF] } };
        var fault = RpcFault.Of(new RpcException(new Status(StatusCode.NotFound, "gone"), trailers));
        Assert.Equal((StatusCode.NotFound, "gone", ""), (fault.Code, fault.Message, fault.Reason));
    }

    [Fact]
    public void A_fault_of_the_engine_is_not_taken_for_one_of_the_transport()
    {
        Assert.False(RpcFault.Of(Failure(StatusCode.Internal, new ErrorInfo { Reason = "INTERNAL" })).IsTransient);
        Assert.True(RpcFault.Of(new RpcException(new Status(StatusCode.Internal, "connection reset"))).IsTransient);
    }

    [Fact]
    public void Exhaustion_is_transient_only_with_a_time_to_come_back()
    {
        Assert.False(RpcFault.Of(Failure(StatusCode.ResourceExhausted, new ErrorInfo { Reason = "TOO_LARGE" })).IsTransient);
        Assert.True(RpcFault.Of(Failure(StatusCode.ResourceExhausted, new RetryInfo { RetryDelay = new Duration { Seconds = 1 } })).IsTransient);
    }

    private static RpcException Failure(StatusCode code, params IMessage[] details)
    {
        var status = new Google.Rpc.Status { Details = { details.Select(detail => Any.Pack(detail)) } };
        return new(new Status(code, "refused"), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
    }
}
