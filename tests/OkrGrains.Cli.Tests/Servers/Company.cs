namespace OkrGrains.Cli.Tests.Servers;

/// <summary>A company with goals of every kind and state, in Chicago, on 2001-04-01, one millisecond before the first of April ends there.</summary>
internal static class Company
{
    public const string Plan =
        """
        workspace: company
        timeZone: America/Chicago
        cycles:
          - {id: q1, start: 2001-01-01, end: 2001-04-01}
          - {id: half, start: 2001-01-01, end: 2001-07-01}
          - {id: autumn, start: 2001-09-01, end: 2001-12-01}
        kpis:
          - {id: revenue, title: Revenue of the month, unit: USD, owner: Finance, aggregation: sum, window: month, target: 2000}
          - {id: costs, title: Costs, unit: USD, target: 850, baseline: 1000}
          - {id: errors, title: Errors for each call, baseline: 1, target: 0.0004}
          - {id: uptime, title: Share of the time in which the shop is open, unit: "%", atLeast: 99.95, staleAfter: PT36H}
          - {id: calls, title: Support calls, aggregation: count, window: {rolling: P7D}}
          - {id: visits, title: Visits, unit: visits}
          - {id: per-visit, title: Revenue for each visit, unit: USD, formula: {ratio: [revenue, visits]}, range: [1, 2], tolerance: 1}
        objectives:
          - id: thrive
            title: Be the shop that people like best
            cycle: half
            owner: Board of directors
            rationale: People come back to a shop that is open, quick and cheap.
            keyResults:
              - {id: revenue-2000, title: Revenue of 2000 a month, kpi: revenue, target: 2000, owner: Finance, weight: 3}
              - {id: costs-down, title: Reduce costs by 15 %, kpi: costs, baseline: captured, changeByPercent: -15}
              - {id: nearly, title: Nearly there, kpi: visits, target: 1, review: P14D}
              - {id: hires, title: Ten people hired, measure: {}, target: 10}
              - {id: shelves, title: Shelves that carry themselves, measure: {}, target: 100}
              - {id: calls-half, title: Halve the support calls, kpi: calls, baseline: captured, changeByPercent: -50}
          - id: reliable
            title: Always open, always quick, and never a word of complaint from anybody about anything
            cycle: q1
            commitment: committed
            owner: Operations
            parents: [{objective: thrive, weight: 0.5}, {keyResult: costs-down}]
            keyResults:
              - {id: errors, title: Hardly an error, kpi: errors}
              - {id: open, title: Open all the time, kpi: uptime}
              - {id: talks, title: Talks with customers, measure: {aggregation: sum}, target: 40, owner: Ann}
          - {id: next, title: 秋のための新しい店を開く, cycle: autumn, parents: [{objective: thrive}], keyResults: [{id: shops, title: Shops, measure: {}, target: 3}]}
          - {id: someday, title: Think about what comes after}
        """;

    public const string Readings =
        """
        goal,time,value
        revenue,2001-03-31T00:00:00Z,900
        revenue,2001-04-01T07:00:00Z,1240
        costs,2000-12-31T00:00:00Z,1000
        costs,2001-04-01T00:00:00Z,920
        kpis/errors,2001-03-01T00:00:00Z,0.0004
        uptime,2001-03-01T00:00:00Z,99.94996
        visits,2001-04-01T00:00:00Z,0.9996
        calls,2001-04-01T00:00:00Z,1
        keyResults/hires,2001-03-01T00:00:00Z,3
        keyResults/shelves,2001-03-01T00:00:00Z,4
        keyResults/talks,2001-03-01T00:00:00Z,15
        """;

    public static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", Plan), "--author", "ann", "--reason", "the year"));
        var push = await server.RunAsync("push", server.Write("readings.csv", Readings + "\n"), "--producer", "p");
        Assert.Equal((0, "producer p\n"), (push.ExitCode, push.Error));
        Assert.Equal(0, (await server.RunAsync("clock", "set", "2001-04-02T04:59:59.999Z")).ExitCode);
        return server;
    }

    /// <summary>Makes changes that people make while a cycle runs: a check-in, another target, an owner, another id.</summary>
    public static async Task ChangeAsync(RunningServer server)
    {
        Assert.Equal((0, ""), await server.TryAsync("check-in", "revenue-2000", "--author", "Ann", "--confidence", "0.7", "--note", "The spring sale starts on the 20th."));
        Assert.Equal((0, ""), await server.TryAsync("clock", "set", "2001-04-03T05:00:00Z"));
        var plan = Plan
            .Replace("kpi: revenue, target: 2000, owner: Finance", "kpi: revenue, target: 2500, tags: [money, spring]", StringComparison.Ordinal)
            .Replace("Board of directors", "Board of directors and everybody who has ever sold anything in one of our shops", StringComparison.Ordinal);
        Assert.Equal((0, ""), await server.TryAsync("apply", server.Write("plan.yaml", plan), "--author", "bob", "--reason", "spring comes early"));
        Assert.Equal((0, ""), await server.TryAsync("rename", "costs-down", "lower-costs", "--author", "bob"));
        Assert.Equal((0, ""), await server.TryAsync("rename", "lower-costs", "costs-down", "--author", "ann", "--reason", "too many\ndashboards"));
    }
}
