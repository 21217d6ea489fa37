using Google.Rpc;
using Grpc.Core;
using OkrGrains.Api.Errors;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Mapping;

public sealed class RichStatusTests
{
    [Fact]
    public void Many_violations_are_cut_to_what_trailers_hold_and_counted()
    {
        var violations = Enumerable.Range(0, 1000).Select(i => new Violation($"kpis[{i}].target", new string('x', 40)));
        var fault = new ApiFault(StatusCode.InvalidArgument, ErrorReason.PlanRefused, "Faults.") { Violations = [.. violations] };

        var exception = RichStatus.Of(fault);

        Assert.InRange(exception.Trailers.Single().ValueBytes.Length, 1024, 5 * 1024);
        var fields = Fault.Fields(exception);
        Assert.Equal("kpis[0].target", fields[0]);
        Assert.InRange(fields.Length, 50, 999);
        Assert.Equal("1000", Fault.Unpack<ErrorInfo>(Fault.Details(exception))!.Metadata["violations"]);
    }

    [Fact]
    public void A_long_message_is_cut_between_characters()
    {
        var exception = RichStatus.Of(ApiFault.TooLarge(new string('x', 510) + "😀😀"));

        Assert.Equal(new string('x', 510) + "…", exception.Status.Detail);
    }

    [Fact]
    public void Overload_says_when_to_try_again()
    {
        var details = Fault.Details(RichStatus.Of(ApiFault.Overloaded("Full.")));

        Assert.Equal(1, Fault.Unpack<RetryInfo>(details)!.RetryDelay.Seconds);
    }

    [Fact]
    public void What_nobody_expects_says_nothing_of_itself() =>
        Assert.Null(ErrorMapping.Find(new InvalidOperationException("secret")));
}
