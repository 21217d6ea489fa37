namespace OkrGrains.Cli.Tests.Servers;

/// <summary>Tests of a workspace that several teams keep in several plan files.</summary>
public sealed class PartsTests
{
    private const string Main = """
        workspace: shop
        cycles: [{id: q1, start: 2026-01-01, through: 2026-03-31}]
        kpis:
          - {id: orders, aggregation: count, window: month, target: 90}
        objectives:
          - {id: top, owner: ida, cycle: q1}

        """;

    private const string Payments = """
        workspace: shop
        part: payments
        kpis:
          - {id: paid, aggregation: count, window: month, target: 80}
          - {id: refunds, target: 8}
        objectives:
          - {id: pay, owner: bo, cycle: q1, parents: [{objective: top}], keyResults: [{id: pay-orders, kpi: orders}]}

        """;

    [Fact]
    public async Task Parts_are_applied_together_and_then_each_by_its_team()
    {
        await using var server = await RunningServer.StartAsync();
        var (main, payments) = (server.Write("plan.yaml", Main), server.Write("plan-payments.yaml", Payments));

        Assert.Contains(": 6 added, ", (await server.RunAsync("apply", payments, main)).Out, StringComparison.Ordinal);
        Assert.Equal(
            "main: 1 objective, 0 key results, 1 KPI, 1 cycle\npayments: 1 objective, 1 key result, 2 KPIs, 0 cycles\n",
            (await server.RunAsync("parts")).Out.ReplaceLineEndings("\n"));

        var less = server.Write("plan-payments.yaml", Payments.Replace("  - {id: refunds, target: 8}\n", "", StringComparison.Ordinal));
        var (code, said) = await server.TryAsync("apply", less);
        Assert.Equal(1, code);
        Assert.Contains("workspaces/shop/kpis/refunds: is missing from the part payments", said, StringComparison.Ordinal);
        Assert.DoesNotContain("workspaces/shop/kpis/orders", said, StringComparison.Ordinal);
        Assert.Contains("--prune", said, StringComparison.Ordinal);

        var applied = (await server.RunAsync("apply", less, "--prune")).Out;
        Assert.Contains("removed workspaces/shop/kpis/refunds", applied, StringComparison.Ordinal);
        Assert.Contains(": 0 added, 0 changed, 0 restored, 1 removed, 5 unchanged", applied, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_of_a_part_are_told_with_its_file_and_what_others_need_stays()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RunAsync("apply", server.Write("plan.yaml", Main), server.Write("plan-payments.yaml", Payments));

        var (code, said) = await server.TryAsync("apply", server.Write("plan-payments.yaml", Payments.Replace("kpi: orders", "kpi: order", StringComparison.Ordinal)));
        Assert.Equal(1, code);
        Assert.Contains("plan-payments.yaml:7:101: objectives[0].keyResults[0].kpi: there is no KPI `order`: did you mean `orders`? [NO_SUCH_KPI]", said, StringComparison.Ordinal);

        (code, said) = await server.TryAsync("apply", server.Write("plan.yaml", Main.Replace("id: orders", "id: sales", StringComparison.Ordinal)), "--prune");
        Assert.Equal(1, code);
        Assert.Equal(
            "payments: objectives[0].keyResults[0].kpi: NEEDED_BY_PART: the key result `pay-orders` of the part `payments`, which stays as it is, no longer fits: there is no KPI `orders` [PLAN_REFUSED]",
            said.Trim());
    }

    [Fact]
    public async Task A_goal_moves_from_one_part_to_another_and_keeps_its_readings()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RunAsync("apply", server.Write("plan.yaml", Main), server.Write("plan-payments.yaml", Payments));
        await server.RunAsync("push", server.Write("readings.csv", "goal,time,value\nrefunds,2026-02-01T00:00:00Z,4\n"));
        const string goal = "  - {id: refunds, target: 8}\n";

        var moved = await server.RunAsync(
            "apply",
            server.Write("plan.yaml", Main.Replace("objectives:", goal + "objectives:", StringComparison.Ordinal)),
            server.Write("plan-payments.yaml", Payments.Replace(goal, "", StringComparison.Ordinal)));

        Assert.Contains(": 0 added, 1 changed, 0 restored, 0 removed, 5 unchanged", moved.Out, StringComparison.Ordinal);
        Assert.Contains("4", (await server.RunAsync("readings", "refunds")).Out, StringComparison.Ordinal);
        Assert.Contains("main: 1 objective, 0 key results, 2 KPIs, 1 cycle", (await server.RunAsync("parts")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yaml")]
    [InlineData("json")]
    public async Task Exported_parts_apply_to_the_same(string output)
    {
        await using var server = await RunningServer.StartAsync();
        await server.RunAsync("apply", server.Write("plan.yaml", Main), server.Write("plan-payments.yaml", Payments));
        var folder = server.Write("exported", "");
        File.Delete(folder);

        var exported = await server.RunAsync("export", "--to", folder, "--output", output);

        Assert.Equal(
            [$"wrote {Path.Combine(folder, $"plan.{output}")}", $"wrote {Path.Combine(folder, $"plan-payments.{output}")}"],
            exported.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains(": 0 added, 0 changed, 0 restored, 0 removed, 6 unchanged", (await server.RunAsync("apply", folder)).Out, StringComparison.Ordinal);
        Assert.Equal(
            (await server.RunAsync("export", "--part", "payments", "--output", output)).Out.Trim(),
            (await File.ReadAllTextAsync(Path.Combine(folder, $"plan-payments.{output}"))).Trim());
        Assert.Equal((1, $"{Path.Combine(folder, $"plan.{output}")} is there already, and is not written over\n"), await server.TryAsync("export", "--to", folder, "--output", output));
        Assert.Equal((1, "workspaces/shop has several parts (main, payments): name one with --part, or a folder for all with --to\n"), await server.TryAsync("export"));
        Assert.Contains("has no part tills", (await server.TryAsync("export", "--part", "tills")).Item2, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_are_linted_and_a_folder_stands_for_the_plans_in_it()
    {
        await using var server = await RunningServer.StartAsync();
        var folder = Path.GetDirectoryName(server.Write("plan.yaml", Main))!;
        server.Write("plan-payments.yaml", Payments);
        server.Write("plan.schema.json", "{}");

        var lint = await Okr.RunAsync("lint", folder);

        Assert.Contains("shop: 2 parts, 3 KPIs, 1 key result, 2 objectives, no faults", lint.Out, StringComparison.Ordinal);
        Assert.Contains("plan-payments.yaml", lint.Out, StringComparison.Ordinal);
    }
}
