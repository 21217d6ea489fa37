using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Numbers;
using OkrGrains.TestKit.Disks;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Readings;

/// <summary>Tests of readings that are sent several times with the same producer and sequence.</summary>
public sealed class DuplicateTests
{
    private static readonly DrawnReading[] Six =
    [
        SmallTree.Reading(SmallTree.A, 1), SmallTree.Reading(SmallTree.B, 2), SmallTree.Reading(SmallTree.A, 4),
        SmallTree.Reading(SmallTree.A, 8), SmallTree.Reading(SmallTree.B, 16), SmallTree.Reading(SmallTree.A, 32),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_is_sent_again_counts_once_also_after_deactivation_and_restart(int silos)
    {
        using var folder = new TempFolder();
        await using (var cluster = await GoalCluster.StartAsync(silos, SmallTree.At, folder.Path))
        {
            await cluster.ApplyAsync(SmallTree.Plan);
            await SendAsync(cluster, 0, 4, silo: 0);
            await SendAsync(cluster, 0, 4, silo: 0);
            await SendAsync(cluster, 2, 5, silo: 1);
            Assert.Equal(Whole(13), await cluster.ValueAsync(SmallTree.A));
            await cluster.Silos.DeactivateAsync(await cluster.GrainAsync(SmallTree.A));
            await SendAsync(cluster, 0, 5, silo: 2);
            Assert.Equal(Whole(13), await cluster.ValueAsync(SmallTree.A));
        }

        await using var restarted = await GoalCluster.StartAsync(silos, SmallTree.At, folder.Path);
        await SendAsync(restarted, 0, 6, silo: 1);
        SmallTree.AssertEqual(SmallTree.Expected(Six), await restarted.TreeAsync(SmallTree.Workspace, SmallTree.At));
    }

    [Fact]
    public async Task A_stream_is_fenced_by_a_newer_one_in_the_same_silo_at_once()
    {
        await using var cluster = await StartAsync(1);
        var producer = new Producer(cluster, SmallTree.Workspace, "p");
        using var older = await producer.OpenAsync(0);
        using var newer = await producer.OpenAsync(0);
        Assert.True(newer.Epoch > older.Epoch);
        Assert.True(older.Fenced.IsCancellationRequested);
        await Assert.ThrowsAsync<ProducerFencedException>(() => SubmitAsync(cluster, older, 0, 1));
    }

    [Fact]
    public async Task A_stream_is_fenced_by_a_newer_one_in_another_silo_at_every_goal()
    {
        await using var cluster = await StartAsync(3);
        var producer = new Producer(cluster, SmallTree.Workspace, "p");
        using var older = await producer.OpenAsync(0);
        await SubmitAsync(cluster, older, 0, 1);
        using var newer = await producer.OpenAsync(1);
        await Assert.ThrowsAsync<ProducerFencedException>(() => SubmitAsync(cluster, older, 1, 2));
        await SubmitAsync(cluster, newer, 2, 3);
        await Assert.ThrowsAsync<ProducerFencedException>(() => SubmitAsync(cluster, older, 3, 4));
        Assert.Equal(Whole(0), await cluster.ValueAsync(SmallTree.B));
        Assert.Equal(Whole(5), await cluster.ValueAsync(SmallTree.A));
        await SubmitAsync(cluster, newer, 3, 4);
        Assert.Equal(Whole(13), await cluster.ValueAsync(SmallTree.A));
    }

    [Fact]
    public async Task A_producer_that_more_others_followed_than_a_goal_remembers_still_counts_once()
    {
        using var folder = new TempFolder();
        await using (var cluster = await GoalCluster.StartAsync(1, SmallTree.At, folder.Path))
        {
            await cluster.ApplyAsync(SmallTree.Plan);
            await SendAsync(cluster, 0, 4, silo: 0);
            for (var i = 0; i < ProducerOffsets.Limit; i++)
            {
                await new Producer(cluster, SmallTree.Workspace, $"other{i}").SendAsync([SmallTree.Reading(SmallTree.A, 100)], () => 1, silo: 0);
            }

            await SendAsync(cluster, 0, 4, silo: 0);
            await SendAsync(cluster, 2, 6, silo: 0);
            Assert.Equal(Whole(45 + (100 * ProducerOffsets.Limit)), await cluster.ValueAsync(SmallTree.A));
        }

        await using var restarted = await GoalCluster.StartAsync(3, SmallTree.At, folder.Path);
        await SendAsync(restarted, 0, 6, silo: 1);
        for (var i = 0; i < 3; i++)
        {
            using var session = await new Producer(restarted, SmallTree.Workspace, $"other{i}").OpenAsync(2);
            await SubmitAsync(restarted, session, 0, 1);
        }

        Assert.Equal(Whole(45 + (100 * ProducerOffsets.Limit)), await restarted.ValueAsync(SmallTree.A));
    }

    private static Nano Whole(int number) => new((Int128)number * Nano.UnitsPerOne);

    private static async Task<GoalCluster> StartAsync(int silos)
    {
        var cluster = await GoalCluster.StartAsync(silos, SmallTree.At);
        await cluster.ApplyAsync(SmallTree.Plan);
        return cluster;
    }

    private static async Task SendAsync(GoalCluster cluster, int from, int to, int silo)
    {
        using var session = await new Producer(cluster, SmallTree.Workspace, "p").OpenAsync(silo);
        await SubmitAsync(cluster, session, from, to);
    }

    private static async Task SubmitAsync(GoalCluster cluster, ProducerSession session, int from, int to)
    {
        var directory = await cluster.DirectoryAsync(SmallTree.Workspace);
        Assert.Empty((await Producer.SubmitAsync(session, Producer.Routed(session, directory, Six[from..to], from + 1))).NotTaken);
    }
}
