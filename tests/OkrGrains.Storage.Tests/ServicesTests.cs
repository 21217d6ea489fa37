using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OkrGrains.Storage.Tests;

public sealed class ServicesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_container_opens_one_store_for_all_roles_and_closes_it()
    {
        await using (var provider = new ServiceCollection()
            .AddLogging()
            .AddGoalStore(options => options.Directory = _folder.Path)
            .BuildServiceProvider())
        {
            var store = provider.GetRequiredService<IGoalStore>();
            Assert.Same(store, provider.GetRequiredService<IGoalStore>());
            Assert.Same(store, provider.GetRequiredService<IReadingStore>());
            Assert.Same(store, provider.GetRequiredService<IDefinitionStore>());
            Assert.Same(store, provider.GetRequiredService<IProducerStore>());
            Assert.Same(store, provider.GetRequiredService<IRequestStore>());
            Assert.Same(store, provider.GetRequiredService<ICommitLog>());
            Assert.Equal(1, await store.AppendAsync(Samples.Append(1, 0), default));
        }

        await using var again = _folder.Open();
        Assert.Equal(1, again.LastPosition);
    }

    [Fact]
    public async Task A_container_that_was_given_a_store_leaves_it_open()
    {
        await using var own = _folder.Open();
        await using (var provider = new ServiceCollection().AddGoalStore(own).BuildServiceProvider())
        {
            Assert.Same(own, provider.GetRequiredService<IGoalStore>());
            Assert.Same(own, provider.GetRequiredService<IReadingStore>());
            Assert.Same(own, provider.GetRequiredService<IDefinitionStore>());
            Assert.Same(own, provider.GetRequiredService<IProducerStore>());
            Assert.Same(own, provider.GetRequiredService<IRequestStore>());
            Assert.Same(own, provider.GetRequiredService<ICommitLog>());
        }

        Assert.Equal(1, await own.AppendAsync(Samples.Append(1, 0), default));
    }

    [Fact]
    public async Task Commits_are_accepted_at_what_the_registered_clock_shows_and_never_before_the_last_one()
    {
        var now = new Model.Time.Instant(1_000);
        await using var provider = new ServiceCollection()
            .AddLogging()
            .AddSingleton<AcceptanceClock>(() => now)
            .AddGoalStore(options => options.Directory = _folder.Path)
            .BuildServiceProvider();
        var store = provider.GetRequiredService<IGoalStore>();
        var first = await store.AppendAsync(Samples.Append(1, 0), default);
        now = new Model.Time.Instant(500);
        var second = await store.AppendAsync(Samples.Append(1, first), default);
        now = new Model.Time.Instant(2_000);
        await store.AppendAsync(Samples.Append(1, second), default);
        Assert.Equal([1_000, 1_000, 2_000], (await Samples.HistoryAsync(store, 1)).Select(commit => commit.AcceptedAt.UnixMillis));
    }

    [Fact]
    public async Task Options_out_of_range_are_refused()
    {
        Assert.Throws<ValidationException>(() => _folder.Open(configure: options => options.Readers = 0));
        await using var provider = new ServiceCollection()
            .AddLogging()
            .AddGoalStore(options => options.ProgressDelay = TimeSpan.Zero)
            .BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IGoalStore>());
    }
}
