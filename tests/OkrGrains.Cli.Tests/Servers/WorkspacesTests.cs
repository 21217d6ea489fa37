namespace OkrGrains.Cli.Tests.Servers;

/// <summary>Tests of listing and deleting workspaces.</summary>
public sealed class WorkspacesTests
{
    private const string Plan =
        """
        workspace: team
        kpis:
          - {id: revenue, aggregation: sum}
        """;

    [Fact]
    public async Task A_deletion_needs_the_id_typed_again()
    {
        await using var server = await RunningServer.StartAsync();
        var plan = server.Write("plan.yaml", Plan);
        await server.RunAsync("apply", plan);
        await server.RunAsync("apply", server.Write("other.yaml", Plan.Replace("team", "other", StringComparison.Ordinal)));
        Assert.Matches("^workspaces/other: 1 goal, revision [0-9]+\nworkspaces/team: 1 goal, revision [0-9]+\n$", (await server.RunAsync("workspaces")).Out);

        string[] delete = ["workspaces", "delete", "team", "--author", "eve", "--reason", "over"];
        var asked = await server.RunAsync(delete);
        Assert.Equal((1, ""), (asked.ExitCode, asked.Out));
        Assert.Equal(
            [
                "workspaces/team with 1 goal, its readings, check-ins and history will be deleted",
                "nothing was changed: repeat it with --yes",
            ],
            asked.ErrorLines);

        var mistyped = await Okr.RunTypingAsync("tema\n", [.. delete, "--server", server.Url]);
        Assert.Equal((1, ""), (mistyped.ExitCode, mistyped.Out));
        Assert.Equal("nothing was changed: what was typed is something else", mistyped.ErrorLines[^1]);
        Assert.Contains("workspaces/team", (await server.RunAsync("workspaces")).Out, StringComparison.Ordinal);

        var typed = await Okr.RunTypingAsync("team\n", [.. delete, "--server", server.Url]);
        Assert.Equal(0, typed.ExitCode);
        Assert.Equal("workspaces/team: generation 1, deleted at 2001-04-01T05:59:59.999Z by eve (over); its bytes are kept\n", typed.Out);
        Assert.Equal("Type team to go on:", typed.ErrorLines[^1]);
        Assert.Matches("^workspaces/other: 1 goal, revision [0-9]+\n$", (await server.RunAsync("workspaces")).Out);
    }

    [Fact]
    public async Task An_id_that_is_used_again_is_another_generation_and_the_former_one_stays_on_record()
    {
        await using var server = await RunningServer.StartAsync();
        var plan = server.Write("plan.yaml", Plan);
        await server.RunAsync("apply", plan);
        var readings = server.Write("readings.csv", "goal,time,value\nkpis/revenue,2001-03-01T00:00:00Z,5\n");
        Assert.Equal(0, (await server.RunAsync("push", readings)).ExitCode);
        Assert.Equal(0, (await server.RunAsync("workspaces", "delete", "team", "--yes")).ExitCode);
        Assert.Equal(1, (await server.RunAsync("show", "--workspace", "team")).ExitCode);

        await server.RunAsync("apply", plan);
        Assert.Equal("", (await server.RunAsync("readings", "kpis/revenue", "--output", "json")).Out.Trim('[', ']', '\n'));
        var pushed = await server.RunAsync("push", readings);
        Assert.True(pushed.ExitCode == 0, pushed.Error);
        Assert.Contains("1 ", pushed.Out + pushed.Error, StringComparison.Ordinal);
        var listed = (await server.RunAsync("workspaces", "--deleted")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, listed.Length);
        Assert.Contains("generation 1, deleted", listed[0], StringComparison.Ordinal);
        Assert.Matches("^workspaces/team: 1 goal, revision [0-9]+, generation 2$", listed[1]);
    }

    [Theory]
    [InlineData(false, "UNKNOWN_WORKSPACE")]
    [InlineData(true, "PLAN_CHANGED")]
    public async Task Nothing_else_is_deleted_than_what_was_shown(bool onlyChanged, string told)
    {
        await using var server = await RunningServer.StartAsync();
        var plan = server.Write("plan.yaml", Plan);
        await server.RunAsync("apply", plan);
        using var person = new TypingPerson("team", async () =>
        {
            if (!onlyChanged)
            {
                await server.RunAsync("workspaces", "delete", "team", "--yes");
            }

            await server.RunAsync("apply", server.Write("plan.yaml", Plan + "\n  - {id: costs, aggregation: sum}\n"));
        });

        var refused = await Okr.RunTypingAsync(person, "workspaces", "delete", "team", "--server", server.Url);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"[{told}]", refused.Error, StringComparison.Ordinal);
        Assert.Contains("workspaces/team: 2 goals", (await server.RunAsync("workspaces")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bytes_of_a_former_generation_are_erased_and_the_living_one_stays()
    {
        await using var server = await RunningServer.StartAsync();
        var plan = server.Write("plan.yaml", Plan);
        await server.RunAsync("apply", plan);
        await server.RunAsync("workspaces", "delete", "team", "--yes");
        await server.RunAsync("apply", plan);
        var erased = await server.RunAsync("workspaces", "delete", "team", "--yes", "--erase", "--generation", "1");
        Assert.Equal((0, "the bytes of workspaces/team, generation 1, which is deleted, will be removed from the store"), (erased.ExitCode, erased.ErrorLines[0]));
        Assert.Contains("generation 2", (await server.RunAsync("workspaces")).Out, StringComparison.Ordinal);
        var none = await server.RunAsync("workspaces", "delete", "team", "--yes", "--generation", "3");
        Assert.Equal((1, "there is no workspace workspaces/team, generation 3"), (none.ExitCode, none.ErrorLines[^1]));
    }

    [Theory]
    [InlineData("show", "revenue")]
    [InlineData("show", "kpis/revenue")]
    [InlineData("show", "Not An Id")]
    [InlineData("readings", "revenue")]
    [InlineData("readings", "kpis/revenue")]
    [InlineData("revisions", "revenue")]
    [InlineData("revisions")]
    [InlineData("watch", "revenue")]
    [InlineData("check-ins", "revenue")]
    [InlineData("check-ins", "kpis/revenue")]
    [InlineData("check-in", "revenue", "--note", "n")]
    [InlineData("rename", "revenue", "sales")]
    [InlineData("correct", "p", "1", "2", "--goal", "revenue")]
    [InlineData("retract", "p", "1", "--goal", "revenue")]
    [InlineData("list")]
    [InlineData("parts")]
    [InlineData("export")]
    [InlineData("cycles")]
    public async Task Commands_on_a_workspace_that_is_not_there_say_so_whatever_the_goal(params string[] command)
    {
        await using var server = await RunningServer.StartAsync();
        await server.RunAsync("apply", server.Write("plan.yaml", Plan));
        await server.RunAsync("workspaces", "delete", "team", "--yes");
        foreach (var workspace in (string[])["nope", "team"])
        {
            var asked = await server.RunAsync([.. command, "--workspace", workspace]);
            Assert.Equal((1, ""), (asked.ExitCode, asked.Out));
            Assert.Equal([$"There is no workspace workspaces/{workspace}. [UNKNOWN_WORKSPACE]"], asked.ErrorLines);
        }
    }

    [Fact]
    public async Task Erased_bytes_are_gone_and_the_store_verifies()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RunAsync("apply", server.Write("plan.yaml", Plan));
        await server.RunAsync("apply", server.Write("other.yaml", Plan.Replace("team", "other", StringComparison.Ordinal)));
        var deleted = await server.RunAsync("workspaces", "delete", "workspaces/team", "--yes", "--erase");
        Assert.Equal(0, deleted.ExitCode);
        Assert.Equal(
            "workspaces/team with 1 goal, its readings, check-ins and history will be deleted, and its bytes removed from the store",
            deleted.ErrorLines[0]);
        while (!(await server.RunAsync("workspaces", "--deleted")).Out.Contains("its bytes are removed", StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        var again = await server.RunAsync("workspaces", "delete", "team", "--yes");
        Assert.Equal((1, "workspaces/team is deleted already; --erase removes its bytes"), (again.ExitCode, again.ErrorLines[^1]));
        Assert.Equal((1, "there is no workspace workspaces/none"), await server.TryAsync("workspaces", "delete", "none", "--yes") is var none
            ? (none.ExitCode, none.Error.TrimEnd('\n'))
            : default);
        await server.StopAsync();
        var verified = await Okr.RunAsync("verify", server.Data);
        Assert.True(verified.ExitCode == 0, verified.Out + verified.Error);
    }

    /// <summary>Somebody who types a line, before which something else happens.</summary>
    private sealed class TypingPerson(string line, Func<Task> before) : TextReader
    {
        public override string ReadLine()
        {
            before().GetAwaiter().GetResult();
            return line;
        }
    }
}
