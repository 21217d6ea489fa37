using System.Text;
using System.Text.Json.Nodes;
using OkrGrains.Contracts.V1;
using OkrGrains.TestKit.Histories;
using OkrGrains.TestKit.WorkedCases;

namespace OkrGrains.Api.Tests.Goals;

/// <summary>The typed fields of a goal say all that its definition says, so that no client reads JSON inside a string.</summary>
[Collection(ClusterTests.Name)]
public sealed class TypedDefinitionTests(Clusters clusters)
{
    private static readonly string[] Scopes = ["company", "department", "team", "position", "individual"];

    public static TheoryData<string> Cases => [.. WorkedCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_fields_of_a_worked_plan_say_what_its_definitions_say(string name)
    {
        var worked = WorkedCase.Load(name);
        var bench = await OpenAsync(worked.Plan.Workspace);
        await bench.ApplyAsync([.. worked.PlanTexts.Select(Encoding.UTF8.GetString)], prune: true);

        await AssertTypedAsync(bench, name);
    }

    [Fact]
    public async Task The_fields_of_any_plan_say_what_its_definitions_say()
    {
        var bench = await OpenAsync("typed");
        foreach (var seed in Thoroughness.Seeds(40, 400))
        {
            var plan = JsonNode.Parse(new RandomPlan("typed", seed, Clusters.Now).Write())!.AsObject();
            Describe(plan, new Draw(seed));
            await bench.ApplyAsync(plan.ToJsonString(), prune: true);

            await AssertTypedAsync(bench, $"seed {seed}");
        }
    }

    [Fact]
    public async Task Every_key_of_a_goal_is_in_a_field()
    {
        var bench = await clusters.OpenAsync(1);
        await bench.ApplyAsync(bench.Plan("""
              - id: every-key
                title: Every key
                description: "two\nlines"
                owner: ann
                rationale: because
                actions: do it
                resources: two people
                scope: position
                tags: [a, b]
                review: P14D
                commitment: committed
                kind: performance
                tier: operational
                priority: must
                from: aligned
                rollup: maximum
                noData: exclude
                parents: [{objective: grow, weight: 0.5}]
            """));

        var goal = await bench.GetAsync("objectives/every-key");

        Assert.Equal(("two\nlines", "because", "do it", "two people"), (goal.Description, goal.Rationale, goal.Actions, goal.Resources));
        Assert.Equal(["a", "b"], goal.Tags);
        Assert.Equal((Scope.Position, 14 * 86_400, CommitmentKind.Committed), (goal.Scope, goal.Review.Seconds, goal.Commitment));
        Assert.Equal((ObjectiveKind.Performance, ObjectiveTier.Operational, "must"), (goal.ObjectiveKind, goal.Tier, goal.Priority));
        Assert.Equal(new GoalRollUp { Rule = RollUpRule.Maximum, From = RollUpFrom.Aligned, ExcludesNoData = true }, goal.RollUp);
        Assert.Equal("0.5", Assert.Single(goal.Parents).Weight);
    }

    /// <summary>A length beyond what the type takes is the longest that it takes: clients in any language can read it.</summary>
    [Fact]
    public async Task The_longest_duration_is_one_that_clients_can_read()
    {
        var bench = await clusters.OpenAsync(1);
        await bench.ApplyAsync(bench.Plan().Replace("title: Revenue,", "title: Revenue, staleAfter: P9999999D,", StringComparison.Ordinal));

        var goal = await bench.GetAsync("kpis/revenue");

        Assert.Equal(315_576_000_000, goal.StaleAfter.Seconds);
        Assert.Contains("315576000000s", Google.Protobuf.JsonFormatter.Default.Format(goal), StringComparison.Ordinal);
    }

    private async Task<Bench> OpenAsync(string workspace) => new((await clusters.OpenAsync(1)).Cluster, workspace);

    private static async Task AssertTypedAsync(Bench bench, string which)
    {
        var list = await bench.Goals.ListGoalsAsync(new ListGoalsRequest { Parent = bench.Workspace });
        Assert.NotEmpty(list.Goals);
        foreach (var goal in list.Goals)
        {
            var expected = JsonNode.Parse(goal.Definition)!.AsObject();

            // Alerts mean nothing yet, and have no fields. A zone that is the workspace's, an empty text and a title that is the id say nothing.
            expected.Remove("alerts");
            foreach (var (key, value) in expected.ToArray())
            {
                if (value is JsonValue one && one.TryGetValue<string>(out var text)
                    && (text.Length == 0 || (key == "timeZone" && text == list.TimeZone) || (key == "title" && text == goal.Name.Split('/')[^1])))
                {
                    expected.Remove(key);
                }
            }

            Assert.Equal($"{which}: {Sorted(expected)}", $"{which}: {Sorted(TypedDefinition.Of(goal, list.TimeZone))}");
        }
    }

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject pairs => $"{{{string.Join(", ", pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {Sorted(pair.Value)}"))}}}",
        JsonArray items => $"[{string.Join(", ", items.Select(Sorted))}]",
        _ => node?.ToJsonString() ?? "null",
    };

    /// <summary>Adds descriptive fields, which drawn plans do not have, to some goals.</summary>
    private static void Describe(JsonObject plan, Draw draw)
    {
        foreach (var kpi in plan["kpis"]!.AsArray().Select(kpi => kpi!.AsObject()))
        {
            Texts(kpi, draw);
            draw.Maybe(kpi, "unit", 40, () => draw.Pick("USD", "%", "min"));
            draw.Maybe(kpi, "nature", 40, () => draw.Pick("quantitative", "qualitative"));
            draw.Maybe(kpi, "signal", 40, () => draw.Pick("leading", "lagging", "input"));
        }

        foreach (var objective in plan["objectives"]!.AsArray().Select(objective => objective!.AsObject()))
        {
            Texts(objective, draw);
            draw.Maybe(objective, "kind", 40, () => draw.Pick("outcome", "performance"));
            draw.Maybe(objective, "tier", 40, () => draw.Pick("strategic", "tactical", "operational"));
            draw.Maybe(objective, "priority", 40, () => draw.Pick("1", "must have", "später"));
            foreach (var keyResult in objective["keyResults"]!.AsArray())
            {
                Texts(keyResult!.AsObject(), draw);
            }
        }
    }

    private static void Texts(JsonObject goal, Draw draw)
    {
        foreach (var key in (string[])["title", "description", "owner", "rationale", "actions", "resources"])
        {
            draw.Maybe(goal, key, 30, () => draw.Pick($"some {key}", "„Größe“ <b> \"x\"", ""));
        }

        draw.Maybe(goal, "scope", 30, () => draw.Among(Scopes));
        draw.Maybe(goal, "tags", 30, () => new JsonArray("a", "b c"));
        draw.Maybe(goal, "review", 30, () => draw.Pick("P14D", "PT36H", "P1DT2H3M4S"));
    }
}
