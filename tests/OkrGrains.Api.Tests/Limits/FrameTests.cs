using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Load;

namespace OkrGrains.Api.Tests.Limits;

/// <summary>Bytes that are no frames of gRPC are the fault of the client, not of the server.</summary>
[Collection(ClusterTests.Name)]
public sealed class FrameTests(Clusters clusters)
{
    private const string ApplyPlan = "/okrgrains.v1.GoalService/ApplyPlan";

    public static TheoryData<string, byte[]> Bodies => new()
    {
        { RawCall.GetGoal, [] },
        { RawCall.GetGoal, [2, 0, 0, 0, 0] },
        { RawCall.GetGoal, [0, 0, 0] },
        { RawCall.GetGoal, [0, 0, 0, 0, 9, 1] },
        { RawCall.GetGoal, [0, 0xff, 0xff, 0xff, 0xff] },
        { RawCall.GetGoal, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
        { RawCall.StreamReadings, [2, 0, 0, 0, 0] },
        { RawCall.StreamReadings, [0, 0, 0] },
        { RawCall.StreamReadings, [0, 0, 0, 0, 9, 1] },
        { RawCall.StreamReadings, [0, 0xff, 0xff, 0xff, 0xff] },
        { ApplyPlan, [2, 0, 0, 0, 0] },
        { ApplyPlan, [0, 0, 0, 0, 9, 1] },
        { ApplyPlan, [0, 0xff, 0xff, 0xff, 0xff] },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_malformed_frame_is_refused_as_unreadable(string method, byte[] body)
    {
        var bench = await clusters.OpenAsync(1);

        var end = await RawCall.EndAsync(bench.Cluster.Address(0), method, async stream => await stream.WriteAsync(body));

        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), Fault.Of(end));
    }

    [Theory]
    [InlineData(RawCall.GetGoal)]
    [InlineData(RawCall.StreamReadings)]
    [InlineData(ApplyPlan)]
    public async Task A_compressed_message_that_is_cut_off_is_refused_as_unreadable(string method)
    {
        var bench = await clusters.OpenAsync(1);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(new GetGoalRequest { Name = new string('a', 1_000) }.ToByteArray());
        }

        foreach (var length in new[] { 1, 12, (int)packed.Length - 1 })
        {
            var body = RawCall.Framed(packed.ToArray()[..length], packed: true);
            var end = await RawCall.EndAsync(bench.Cluster.Address(0), method, async stream => await stream.WriteAsync(body), packed: true);

            Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), Fault.Of(end));
        }
    }
}
