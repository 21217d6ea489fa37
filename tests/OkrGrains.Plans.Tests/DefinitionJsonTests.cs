using System.Text;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Tests;

public sealed class DefinitionJsonTests
{
    public static TheoryData<string> Plans() =>
        [.. Vectors.WholePlans, Path.Combine(Vectors.FlightsFolder, "plan.yaml")];

    [Theory]
    [MemberData(nameof(Plans))]
    public void What_is_written_is_read_back_and_written_alike(string file)
    {
        var plan = PlanReader.Read(File.ReadAllBytes(file)).Plan!;

        Assert.Equal(Lines(plan), LinesReadBack(plan));
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_plan_means_the_same_as_yaml_and_as_json(string file)
    {
        var yaml = File.ReadAllBytes(file);
        var json = FreeForm.ToJson(PlanText.Read(yaml, new FaultList()), new FaultList());

        Assert.Equal(Lines(PlanReader.Read(yaml).Plan!), Lines(PlanReader.Read(Encoding.UTF8.GetBytes(json!)).Plan!));
    }

    [Theory]
    [InlineData(
        "target: 8.50e0, baseline: 0, cap: 1.0, aggregation: last, window: all, tags: [], percent: 1",
        null)]
    [InlineData(
        "target: 8.50e0, baseline: 0.000, cap: 1.0, aggregation: last, window: all, tags: []",
        """{"id":"k","target":8.5}""")]
    [InlineData(
        "cap: 1.5, strict: false, atMost: -1e3, window: {rolling: PT36H}, staleAfter: PT60S, unit: °C, description: \"a\\\"b<\\n\"",
        """{"id":"k","description":"a\"b<\n","unit":"°C","window":{"rolling":"P1DT12H"},"atMost":-1000,"cap":1.5,"staleAfter":"PT1M"}""")]
    [InlineData(
        "percent: true, formula: {growth: day}, steps: [[2, 1.0], [1e-9, 0.50]], direction: down",
        """{"id":"k","formula":{"growth":"day"},"percent":true,"steps":[[2,1],[0.000000001,0.5]],"direction":"down"}""")]
    [InlineData(
        "empty: zero, aggregation: count, timeZone: Europe/Berlin, window: week, range: [1, 2], tolerance: 0, review: P14D",
        """{"id":"k","review":"P14D","aggregation":"count","window":"week","timeZone":"Europe/Berlin","empty":"zero","range":[1,2]}""")]
    [InlineData(
        "alerts: {to: [b, a, 1.50, '1.50', true, off, null], below: 1e2}, baseline: 3, target: 0",
        """{"id":"k","alerts":{"below":100,"to":["b","a",1.5,"1.50",true,"off",null]},"baseline":3,"target":0}""")]
    [InlineData(
        "aggregation: {percentile: 99.50}, window: {complete: month}, timeZone: Europe/Berlin",
        """{"id":"k","aggregation":{"percentile":99.5},"window":{"complete":"month"},"timeZone":"Europe/Berlin"}""")]
    [InlineData("aggregation: {percentile: 50.0}", """{"id":"k","aggregation":"median"}""")]
    [InlineData("aggregation: {percentile: 0.001}", """{"id":"k","aggregation":{"percentile":0.001}}""")]
    [InlineData("aggregation: {percentile: 1e2}", """{"id":"k","aggregation":{"percentile":100}}""")]
    [InlineData("aggregation: median, window: {complete: day}", """{"id":"k","aggregation":"median","window":{"complete":"day"}}""")]
    [InlineData(
        "aggregation: sum, window: month, baseline: 40, prorate: day, target: 34",
        """{"id":"k","aggregation":"sum","window":"month","baseline":40,"target":34,"prorate":"day"}""")]
    [InlineData(
        "aggregation: count, window: {complete: week}, prorate: hour, target: 34, empty: zero, cap: 2",
        """{"id":"k","aggregation":"count","window":{"complete":"week"},"empty":"zero","target":34,"prorate":"hour","cap":2}""")]
    public void A_kpi_has_one_form(string keys, string? expected)
    {
        var plan = Refusal.Read(Refusal.Kpi(keys)).Plan;

        Assert.Equal(expected, plan is null ? null : Encoding.UTF8.GetString(DefinitionJson.Write(plan.Kpis[0])));
    }

    [Theory]
    [InlineData("kpi: plain, baseline: captured, changeByPercent: -25, weight: 1.0", """{"id":"r","kpi":"plain","baseline":"captured","changeByPercent":-25}""")]
    [InlineData("kpi: plain, baseline: 0, changeBy: 5", """{"id":"r","kpi":"plain","baseline":0,"changeBy":5}""")]
    [InlineData("kpi: scored, weight: 0.50", """{"id":"r","weight":0.5,"kpi":"scored"}""")]
    [InlineData("measure: {window: cycle, aggregation: sum}, atLeast: 4, strict: true", """{"id":"r","measure":{"aggregation":"sum"},"atLeast":4,"strict":true}""")]
    [InlineData("measure: {window: all}, target: 4", """{"id":"r","measure":{"window":"all"},"target":4}""")]
    [InlineData("kpis: [{kpi: scored, weight: 1}, {weight: 2, kpi: scored-too}], noData: exclude", """{"id":"r","kpis":[{"kpi":"scored"},{"kpi":"scored-too","weight":2}],"noData":"exclude"}""")]
    [InlineData("rollup: minimum, noData: zero", """{"id":"r","rollup":"minimum"}""")]
    [InlineData("milestones: [{progress: 0.50, date: 2026-02-01}]", """{"id":"r","milestones":[{"date":"2026-02-01","progress":0.5}]}""")]
    [InlineData(
        "kpi: plain, fromZero: true, baseline: captured, changeByPercent: 40",
        """{"id":"r","kpi":"plain","baseline":"captured","changeByPercent":40,"fromZero":true}""")]
    [InlineData("kpi: plain, fromZero: false, baseline: captured, target: 40", """{"id":"r","kpi":"plain","baseline":"captured","target":40}""")]
    [InlineData(
        "measure: {window: month, aggregation: sum}, target: 4, prorate: hour",
        """{"id":"r","measure":{"aggregation":"sum","window":"month"},"target":4,"prorate":"hour"}""")]
    [InlineData(
        "measure: {window: {complete: quarter}, aggregation: {percentile: 12.345}}, atMost: 4",
        """{"id":"r","measure":{"aggregation":{"percentile":12.345},"window":{"complete":"quarter"}},"atMost":4}""")]
    public void A_key_result_has_one_form(string keys, string expected)
    {
        var keyResult = Refusal.Read(Refusal.KeyResult(keys)).Plan!.Objectives[0].KeyResults[0];

        Assert.Equal(expected, Encoding.UTF8.GetString(DefinitionJson.Write(keyResult)));
    }

    [Fact]
    public void An_objective_is_written_without_its_key_results()
    {
        var objective = Refusal.Read(Refusal.Objective(
            "from: aligned, parents: [{weight: 2, keyResult: rolled}, {objective: other}], keyResults: [{id: r}], tier: tactical, cycle: q1")).Plan!.Objectives[0];

        Assert.Equal(
            """{"id":"o","cycle":"q1","tier":"tactical","from":"aligned","parents":[{"keyResult":"rolled","weight":2},{"objective":"other"}]}""",
            Encoding.UTF8.GetString(DefinitionJson.Write(objective)));
    }

    [Theory]
    [InlineData("aggregation: {percentile: 99.5}, window: {complete: month}, timeZone: Europe/Berlin")]
    [InlineData("aggregation: median, window: {complete: day}")]
    [InlineData("aggregation: sum, window: quarter, baseline: 40, target: 34, prorate: day")]
    [InlineData("aggregation: count, window: {complete: year}, target: 34, prorate: hour")]
    public void What_is_read_back_of_a_kpi_means_the_same(string keys)
    {
        var kpi = Refusal.Read(Refusal.Kpi(keys)).Plan!.Kpis[0];

        var read = DefinitionJson.ReadKpi(DefinitionJson.Write(kpi));

        Assert.Equal((kpi.Measure, kpi.Target), (read.Measure, read.Target));
    }

    [Theory]
    [InlineData("kpi: plain, baseline: captured, changeByPercent: 40, fromZero: true")]
    [InlineData("kpi: plain, baseline: captured, changeBy: -3, fromZero: true")]
    [InlineData("measure: {window: month, aggregation: sum}, target: 4, prorate: hour")]
    [InlineData("measure: {window: {complete: quarter}, aggregation: {percentile: 12.345}}, atMost: 4")]
    public void What_is_read_back_of_a_key_result_means_the_same(string keys)
    {
        var keyResult = Refusal.Read(Refusal.KeyResult(keys)).Plan!.Objectives[0].KeyResults[0];

        Assert.Equal(keyResult.Measurement, DefinitionJson.ReadKeyResult(DefinitionJson.Write(keyResult)).Measurement);
    }

    [Fact]
    public void A_cycle_keeps_whether_its_last_day_was_given()
    {
        var settings = Refusal.Read(
            "{workspace: w, cycles: [{id: c, start: 2026-04-01, through: 2026-06-30}, {id: d, start: 2026-04-01, end: 2026-07-01}]}").Plan!.Settings;

        Assert.Equal(
            """{"cycles":[{"id":"c","start":"2026-04-01","through":"2026-06-30"},{"id":"d","start":"2026-04-01","end":"2026-07-01"}]}""",
            Encoding.UTF8.GetString(DefinitionJson.Write(settings)));
        Assert.Equal(settings.Cycles.AsEnumerable(), DefinitionJson.ReadSettings(DefinitionJson.Write(settings)).Cycles.AsEnumerable());
        Assert.Equal(settings.Cycles[1].End, settings.Cycles[0].End);
    }

    [Fact]
    public void Settings_are_written_without_defaults()
    {
        var settings = Refusal.Read(
            "{workspace: w, policy: {watchFrom: 0.70, healthyFrom: 0.8}, cycles: [{end: 2026-02-01, start: 2026-01-01, id: c, closeAfter: P7D}]}").Plan!.Settings;

        Assert.Equal(
            """{"policy":{"healthyFrom":0.8},"cycles":[{"id":"c","start":"2026-01-01","end":"2026-02-01","closeAfter":"P7D"}]}""",
            Encoding.UTF8.GetString(DefinitionJson.Write(settings)));
        Assert.Equal("{}", Encoding.UTF8.GetString(DefinitionJson.Write(new WorkspaceSettings())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"id\": \"k\"")]
    [InlineData("{\"id\": \"k\", \"colour\": 1}")]
    [InlineData("{\"id\": \"k\", \"id\": \"k\"}")]
    [InlineData("id: k")]
    public void What_is_no_kpi_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => DefinitionJson.ReadKpi(Encoding.UTF8.GetBytes(text)));

    private static string[] Lines(Plan plan) =>
    [
        Encoding.UTF8.GetString(DefinitionJson.Write(plan.Settings)),
        .. plan.Kpis.Select(kpi => Encoding.UTF8.GetString(DefinitionJson.Write(kpi))),
        .. plan.Objectives.Select(objective => Encoding.UTF8.GetString(DefinitionJson.Write(objective))),
        .. plan.Objectives.SelectMany(objective => objective.KeyResults).Select(keyResult => Encoding.UTF8.GetString(DefinitionJson.Write(keyResult))),
    ];

    private static string[] LinesReadBack(Plan plan) => Lines(plan with
    {
        Settings = DefinitionJson.ReadSettings(DefinitionJson.Write(plan.Settings)),
        Kpis = [.. plan.Kpis.Select(kpi => DefinitionJson.ReadKpi(DefinitionJson.Write(kpi)))],
        Objectives =
        [
            .. plan.Objectives.Select(objective => DefinitionJson.ReadObjective(DefinitionJson.Write(objective)) with
            {
                KeyResults = [.. objective.KeyResults.Select(keyResult => DefinitionJson.ReadKeyResult(DefinitionJson.Write(keyResult)))],
            }),
        ],
    });
}
