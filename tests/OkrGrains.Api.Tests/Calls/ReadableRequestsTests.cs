using Grpc.Core;
using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Tests.Calls;

/// <summary>Tests of what the failures of a request stream are taken for.</summary>
public sealed class ReadableRequestsTests
{
    [Fact]
    public async Task A_stream_that_its_peer_has_reset_is_cancelled_and_no_fault_of_the_engine()
    {
        foreach (var failure in new[] { new IOException("The client reset the request stream."), new IOException("The connection was aborted.") })
        {
            var requests = new ReadableRequests<string>(new Failing(failure), CancellationToken.None);
            var status = await Assert.ThrowsAsync<RpcException>(() => requests.MoveNext(CancellationToken.None));
            Assert.Equal(StatusCode.Cancelled, status.StatusCode);
            Assert.Null(ErrorMapping.Find(status));
        }
    }

    [Fact]
    public async Task A_length_that_no_message_has_is_the_fault_of_the_peer()
    {
        var requests = new ReadableRequests<string>(new Failing(new IOException("Message too large: 4294967295.")), CancellationToken.None);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<ApiFault>(() => requests.MoveNext(CancellationToken.None))).Code);
    }

    private sealed class Failing(Exception failure) : IAsyncStreamReader<string>
    {
        public string Current => "";

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromException<bool>(failure);
    }
}
