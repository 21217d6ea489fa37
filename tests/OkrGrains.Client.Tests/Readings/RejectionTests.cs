using OkrGrains.Client.Readings;
using OkrGrains.Client.Tests.Fakes;

namespace OkrGrains.Client.Tests.Readings;

public sealed class RejectionTests
{
    [Fact]
    public async Task A_rejected_reading_is_told_with_its_tag_and_goal()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 3);
        var call = await fixture.OpenAsync();
        call.Respond(new() { Rejection = new() { Sequence = 3, Reason = "TIME_OUT_OF_RANGE", Message = "too late" } });
        await EndAsync(fixture, call, 4);
        Assert.Equal([new RejectedReading(3, 3, "kpis/a", "TIME_OUT_OF_RANGE", "too late")], fixture.Rejected);
    }

    [Fact]
    public async Task Every_reading_of_a_rejected_handle_is_told_once()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 1);
        await fixture.WriteAsync(2, 3, "kpis/none");
        var call = await fixture.OpenAsync();
        call.Respond(new() { HandleRejection = new() { Handle = 1, Reason = "UNKNOWN_GOAL", Message = "no such goal" } });
        call.Respond(new() { Rejection = new() { Sequence = 3, Reason = "UNKNOWN_HANDLE", Message = "no such handle" } });
        await EndAsync(fixture, call, 4);
        Assert.Equal(
            [
                new RejectedReading(3, 3, "kpis/none", "UNKNOWN_GOAL", "no such goal"),
                new RejectedReading(4, 4, "kpis/none", "UNKNOWN_GOAL", "no such goal"),
            ],
            fixture.Rejected);
    }

    private static async Task EndAsync(
        ProducerFixture fixture,
        FakeStream<Contracts.V1.StreamReadingsRequest, Contracts.V1.StreamReadingsResponse> call,
        long through)
    {
        await ProducerFixture.BatchAsync(call);
        ProducerFixture.Ack(call, through);
        call.End();
        await fixture.Producer.CompleteAsync().WaitAsync(FakeStream.Patience);
    }
}
