using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Crash;

/// <summary>
/// Does for several silos what <c>okr serve</c> does for one: runs them on one store in this process, until it is killed.
/// </summary>
internal static class SiloServer
{
    public static async Task<int> RunAsync(string[] args)
    {
        var values = args.Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        var urls = values["--urls"].Split(';');
        await using var cluster = await OkrCluster.StartAsync(new OkrClusterOptions
        {
            Silos = (short)urls.Length,
            Directory = values["--data"],
            Now = Instant.Parse(values["--now"]),
            Urls = urls,
        });
        Console.WriteLine($"listening on {string.Join(", ", urls)}");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }
}
