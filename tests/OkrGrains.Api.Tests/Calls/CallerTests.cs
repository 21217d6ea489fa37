using System.Net;
using Microsoft.AspNetCore.Http;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Tests.Calls;

public sealed class CallerTests
{
    public static TheoryData<string, int, bool> Rules => new()
    {
        { nameof(AuthorRule.PlanChange), 1_024, false },
        { nameof(AuthorRule.CycleChange), 1_024, true },
        { nameof(AuthorRule.CheckIn), 256, true },
        { nameof(AuthorRule.Amendment), 1_024, false },
    };

    [Fact]
    public void A_request_has_one_caller_which_is_its_connection_and_states_no_author()
    {
        var first = Request("a", 5_000);
        var caller = Caller.Of(first);

        Assert.Same(caller, Caller.Of(first));
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5_000), caller.Peer);
        Assert.Equal("", caller.Author);
        Assert.Equal(caller, Caller.Of(Request("a", 5_000)));
        Assert.NotEqual(caller, Caller.Of(Request("b", 5_000)));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_stated_author_is_as_long_as_the_contract_allows(string name, int most, bool required)
    {
        var rule = (AuthorRule)typeof(AuthorRule).GetProperty(name)!.GetValue(null)!;
        var caller = Caller.Of(Request("a", 5_000));

        var stating = caller.Stating("author", new string('a', most), rule);
        Assert.Equal((caller, new string('a', most)), (stating, stating.Author));
        var tooLong = Assert.Throws<ApiFault>(() => caller.Stating("header.author", new string('a', most + 1), rule));
        Assert.Equal([new Violation("header.author", $"must have at most {most} bytes of UTF-8")], tooLong.Violations);
        var control = Assert.Throws<ApiFault>(() => caller.Stating("author", "a\nb", rule));
        Assert.Equal([new Violation("author", "must not have the character U+000A")], control.Violations);
        if (required)
        {
            var missing = Assert.Throws<ApiFault>(() => caller.Stating("author", "", rule));
            Assert.Equal([new Violation("author", "is missing")], missing.Violations);
        }
        else
        {
            Assert.Equal("", caller.Stating("author", "", rule).Author);
        }
    }

    private static DefaultHttpContext Request(string connection, int port) => new()
    {
        Connection = { Id = connection, RemoteIpAddress = IPAddress.Loopback, RemotePort = port },
    };
}
