using System.Text;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Tests.Schema;

namespace OkrGrains.Plans.Tests;

public sealed class PartTests
{
    private const string Main = """
        workspace: shop
        timeZone: Europe/Berlin
        cycles: [{id: q1, start: 2026-01-01, through: 2026-03-31}]
        kpis:
          - {id: orders, aggregation: count, window: month, target: 90}
          - {id: share, formula: {ratio: [paid, orders]}, target: 1}
        objectives:
          - {id: top, cycle: q1}

        """;

    private const string Payments = """
        workspace: shop
        part: payments
        lint: {off: [NO_OWNER]}
        cycles: [{id: sprint, start: 2026-01-05, through: 2026-01-18}]
        kpis:
          - {id: paid, aggregation: count, window: month, target: 80}
        objectives:
          - {id: pay, cycle: q1, parents: [{objective: top}], keyResults: [{id: pay-orders, kpi: orders}]}

        """;

    [Fact]
    public void The_plan_has_main_first_and_then_the_parts_by_name_in_whatever_order_they_are_given()
    {
        const string tills = "workspace: shop\npart: tills\nkpis: [{id: queue, target: 3}]\n";
        foreach (var files in (string[][])[[Main, Payments, tills], [tills, Payments, Main], [Payments, Main, tills]])
        {
            var plan = Read(files).Plan!;

            Assert.Equal(["orders", "share", "paid", "queue"], plan.Kpis.Select(kpi => kpi.Id));
            Assert.Equal(["main", "main", "payments", "tills"], plan.Kpis.Select(kpi => kpi.Part));
            Assert.Equal(["main", "payments"], plan.Objectives.Select(objective => objective.Part));
            Assert.Equal(["main", "payments"], plan.Settings.Cycles.Select(cycle => cycle.Part));
            Assert.Equal(["payments", "tills"], plan.Settings.Parts.Select(part => part.Name));
            Assert.Equal(["NO_OWNER"], plan.Settings.Parts[0].LintOff.AsEnumerable());
            Assert.Equal("Europe/Berlin", plan.Settings.TimeZone);
        }
    }

    [Fact]
    public void What_is_stored_of_each_goal_and_of_the_settings_gives_the_file_of_each_part_again()
    {
        var plan = Read(Main, Payments).Plan!;

        var stored = plan with
        {
            Settings = DefinitionJson.ReadSettings(DefinitionJson.Write(plan.Settings)),
            Kpis = [.. plan.Kpis.Select(kpi => DefinitionJson.ReadKpi(DefinitionJson.Write(kpi)))],
            Objectives =
            [
                .. plan.Objectives.Select(objective =>
                    DefinitionJson.ReadObjective(DefinitionJson.Write(objective)) with { KeyResults = objective.KeyResults }),
            ],
        };
        var main = Encoding.UTF8.GetString(DefinitionJson.Write(stored, "main"));
        var payments = Encoding.UTF8.GetString(DefinitionJson.Write(stored, "payments"));

        Assert.DoesNotContain("payments", main, StringComparison.Ordinal);
        Assert.StartsWith("{\"workspace\":\"shop\",\"part\":\"payments\",\"cycles\":", payments, StringComparison.Ordinal);
        Assert.Single(payments.Split("\"part\"")[1..]);
        var again = Read(payments, main).Plan!;
        Assert.Equal(DefinitionJson.Write(plan.Settings), DefinitionJson.Write(again.Settings));
        Assert.Equal(plan.Kpis.Select(DefinitionJson.Write), again.Kpis.Select(DefinitionJson.Write));
        Assert.Equal(plan.Objectives.Select(DefinitionJson.Write), again.Objectives.Select(DefinitionJson.Write));
        Assert.True(PlanSchema.Accepts(main) && PlanSchema.Accepts(payments));
    }

    [Theory]
    [InlineData("workspace: shop", "main: part", "MISSING_KEY")]
    [InlineData("workspace: shop\npart: main", "main: part", "DUPLICATE_PART")]
    [InlineData("workspace: shop\npart: payments", "payments: part", "DUPLICATE_PART")]
    [InlineData("workspace: store\npart: tills", "tills: workspace", "OTHER_WORKSPACE")]
    [InlineData("workspace: shop\npart: Tills", "file 3: part", "BAD_ID")]
    [InlineData("workspace: shop\npart: tills\ntimeZone: UTC", "tills: timeZone", "ONLY_IN_MAIN")]
    [InlineData("workspace: shop\npart: tills\npolicy: {watchFrom: 0.5}", "tills: policy", "ONLY_IN_MAIN")]
    [InlineData("workspace: shop\npart: tills\nkpis: [{id: queue, part: tills}]", "tills: kpis[0].part", "UNKNOWN_KEY")]
    [InlineData("workspace: shop\npart: tills\nkpis: [{id: paid}]", "tills: kpis[0].id", "DUPLICATE_ID")]
    [InlineData("workspace: shop\npart: tills\ncycles: [{id: sprint, start: 2026-01-01, end: 2026-02-01}]", "tills: cycles[0].id", "DUPLICATE_ID")]
    [InlineData("workspace: shop\npart: tills\nkpis: [", "file 3", "SYNTAX")]
    public void A_third_file_is_refused_at_its_own_place(string tills, string place, string reason)
    {
        var fault = Assert.Single(Read(Main, Payments, tills).Faults);

        Assert.Equal((place, reason, 2), (fault.Place, fault.Reason, fault.File));
    }

    [Fact]
    public void A_part_alone_lacks_what_the_others_have_and_stored_parts_give_it()
    {
        Assert.Equal(
            ["objectives[0].cycle", "objectives[0].keyResults[0].kpi", "objectives[0].parents[0].objective"],
            Read(Payments).Faults.Select(fault => fault.Place).Order(StringComparer.Ordinal));

        var reading = ReadBeside(Main, Payments);

        Assert.Equal(["orders", "share", "paid"], reading.Plan!.Kpis.Select(kpi => kpi.Id));
        Assert.DoesNotContain(reading.Advise(), advice => advice.Place.StartsWith("main", StringComparison.Ordinal));
    }

    [Fact]
    public void What_another_part_needs_is_not_taken_away_and_the_refusal_names_who_needs_it()
    {
        var fault = Assert.Single(ReadBeside(Main, "workspace: shop\npart: payments").Faults);

        Assert.Equal(("main: kpis[1].formula.ratio[0]", "NEEDED_BY_PART", -1, 0), (fault.Place, fault.Reason, fault.File, fault.Line));
        Assert.Equal("the KPI `share` of the part `main`, which stays as it is, no longer fits: there is no KPI `paid`", fault.Message);
        Assert.Equal($"main: kpis[1].formula.ratio[0]: {fault.Message} [NEEDED_BY_PART]", fault.ToString());
    }

    [Fact]
    public void An_id_that_a_stored_part_has_is_refused_where_it_is_given_though_that_comes_first()
    {
        var given = Main.Replace("kpis:\n", "kpis:\n  - {id: paid, target: 1}\n", StringComparison.Ordinal);

        var fault = Assert.Single(ReadBeside(Payments, given).Faults);

        Assert.Equal(("kpis[0].id", "DUPLICATE_ID"), (fault.Place, fault.Reason));
        Assert.Equal("`paid` is an id of the part `payments` already", fault.Message);
    }

    [Fact]
    public void A_cycle_of_links_over_a_stored_part_is_refused_at_a_given_link()
    {
        var given = Main.Replace("{id: top, cycle: q1}", "{id: top, cycle: q1, parents: [{objective: pay}]}", StringComparison.Ordinal);

        var fault = Assert.Single(ReadBeside(Payments, given).Faults);

        Assert.Equal(("objectives[0].parents[0].objective", "LINK_CYCLE"), (fault.Place, fault.Reason));
    }

    [Fact]
    public void A_file_with_nothing_but_workspace_and_part_takes_the_part_away()
    {
        var plan = Read(Main.Replace("paid, orders", "orders, orders", StringComparison.Ordinal), "workspace: shop\npart: payments").Plan!;

        Assert.Empty(plan.Settings.Parts);
    }

    [Fact]
    public void Each_part_silences_advice_on_itself_only_and_advice_names_the_part()
    {
        var advice = Read(Main, Payments).Advise();

        Assert.Contains(advice, one => one is { Code: "NO_OWNER", Place: "objectives[0].owner", File: 0 });
        Assert.DoesNotContain(advice, one => one is { Code: "NO_OWNER", File: 1 });
        var count = Assert.Single(advice, one => one is { Code: "KEY_RESULT_COUNT", File: 1 });
        Assert.Equal(("payments: objectives[0].keyResults", 8), (count.Place, count.Line));
    }

    [Fact]
    public void More_than_200_files_are_refused()
    {
        string[] files = [Main.Replace("paid, orders", "orders, orders", StringComparison.Ordinal), .. Enumerable.Range(0, 200).Select(i => $"workspace: shop\npart: p{i}")];

        Assert.Empty(Read(files[..200]).Faults);
        Assert.Equal("TOO_MANY_PARTS", Assert.Single(Read(files).Faults).Reason);
    }

    private static PlanReading Read(params string[] files) => Parse(files).Read([]);

    private static PlanReading ReadBeside(string stored, string given)
    {
        var both = stored == Main ? (stored, Payments) : (Main, stored);
        var part = stored == Main ? "main" : "payments";
        return Parse(given).Read([new StoredPart(part, DefinitionJson.Write(Read(both.Item1, both.Item2).Plan!, part))]);
    }

    private static PlanFiles Parse(params string[] files) =>
        PlanFiles.Parse([.. files.Select(file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file))], TextCleaning.None);
}
