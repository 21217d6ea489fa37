using Google.Rpc;
using Grpc.Core;
using OkrGrains.Api.Errors;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Storage;
using System.Text;

namespace OkrGrains.Api.Tests.Mapping;

public sealed class RichStatusTests
{
    [Fact]
    public void Many_violations_are_cut_to_what_trailers_hold_and_counted()
    {
        var violations = Enumerable.Range(0, 1000).Select(i => new Violation($"kpis[{i}].target", new string('x', 40)));
        var fault = new ApiFault(StatusCode.InvalidArgument, ErrorReason.PlanRefused, "Faults.") { Violations = [.. violations] };

        var exception = RichStatus.Of(fault);

        Assert.InRange(exception.Trailers.Single().ValueBytes.Length, 4 * 1024, 6 * 1024);
        var fields = Fault.Fields(exception);
        Assert.Equal("kpis[0].target", fields[0]);
        Assert.InRange(fields.Length, 50, 999);
        var facts = Fault.Unpack<ErrorInfo>(Fault.Details(exception))!.Metadata;
        Assert.Equal("1000", facts["violations"]);
        Assert.Equal($"{1000 - fields.Length}", facts["violationsLeftOut"]);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("%")]
    [InlineData("中")]
    [InlineData("😀")]
    [InlineData("\u001b")]
    public void All_trailers_stay_under_8_KiB_whatever_they_say(string text)
    {
        var much = string.Concat(Enumerable.Repeat(text, 1_000));
        var fault = new ApiFault(StatusCode.Aborted, ErrorReason.PlanChanged, much)
        {
            Violations = [.. Enumerable.Range(0, 1000).Select(_ => new Violation(much, much))],
            Facts = ((string[])["etag", "revision", "author", "reason", "acceptedAt"]).ToDictionary(fact => fact, _ => much),
            RetryAfter = TimeSpan.FromSeconds(1),
            Correlation = new string('c', 32),
        };

        var exception = RichStatus.Of(fault);

        var message = Encoding.UTF8.GetBytes(exception.Status.Detail).Sum(one => one is >= 0x20 and <= 0x7E and not (byte)'%' ? 1 : 3);
        var details = 4 * ((exception.Trailers.Single().ValueBytes.Length + 2) / 3);
        var names = "grpc-status".Length + 2 + "grpc-message".Length + "grpc-status-details-bin".Length + (3 * 32);
        Assert.InRange(message + details + names, 4 * 1024, 8 * 1024);
        Assert.InRange(Fault.Fields(exception).Length, 1, 10);
    }

    [Fact]
    public void What_others_wrote_is_one_line_without_control_characters()
    {
        var exception = RichStatus.Of(ApiFault.BadRequest("a\nb", "\u001b[2J"));

        Assert.Equal(@"a\u000ab: \u001b[2J", exception.Status.Detail);
        Assert.Equal([@"a\u000ab"], Fault.Fields(exception));
    }

    [Fact]
    public void A_long_message_is_cut_between_characters()
    {
        var exception = RichStatus.Of(ApiFault.TooLarge(new string('x', 510) + "😀😀"));

        Assert.Equal(new string('x', 509) + "…", exception.Status.Detail);
    }

    [Fact]
    public void Overload_says_when_to_try_again()
    {
        var details = Fault.Details(RichStatus.Of(ApiFault.Overloaded("Full.")));

        Assert.Equal(1, Fault.Unpack<RetryInfo>(details)!.RetryDelay.Seconds);
    }

    [Fact]
    public void A_plan_that_changes_while_readings_are_under_way_is_no_fault_of_the_engine()
    {
        var broken = ErrorMapping.Find(new StreamBrokenException())!;
        Assert.Equal((StatusCode.Unavailable, ErrorReason.StreamBroken), (broken.Code, broken.Reason));
        var deleted = ErrorMapping.Find(new WorkspaceDeletedException("of goal 1"))!;
        Assert.Equal((StatusCode.NotFound, ErrorReason.UnknownWorkspace), (deleted.Code, deleted.Reason));
        var other = ErrorMapping.Find(new StoreConflictException("of goal 1"))!;
        Assert.Equal((StatusCode.Aborted, ErrorReason.Conflict), (other.Code, other.Reason));
    }

    [Fact]
    public void What_nobody_expects_says_nothing_of_itself() =>
        Assert.Null(ErrorMapping.Find(new InvalidOperationException("secret")));
}
