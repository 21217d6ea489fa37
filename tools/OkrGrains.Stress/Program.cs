using System.CommandLine;
using OkrGrains.Stress;
using OkrGrains.Stress.Hostile;
using OkrGrains.Stress.Overload;
using OkrGrains.Stress.Storms;
using OkrGrains.Stress.Watching;

// okr-stress COMMAND: tests how the real server behaves under stress. The run fails if any line says FAIL.
var strict = new Option<bool>("--strict") { Description = "Timings fail the run too: for a machine with nothing else to do.", Recursive = true };
var seconds = new Option<double>("--seconds") { Description = "How long each measured part lasts.", DefaultValueFactory = _ => 10, Recursive = true };
var producers = new Option<int>("--producers") { Description = "So many saturate the server.", DefaultValueFactory = _ => 8 };

var overload = new Command("overload", "Five times the producers that saturate it, as fast as flow control lets them.") { producers };
overload.SetAction((parse, _) => RunAsync("overload", parse, checks =>
    new OverloadRun(new(parse.GetValue(producers), parse.GetValue(seconds)), checks).RunAsync()));

var watchers = new Option<int>("--watchers") { Description = "All of them.", DefaultValueFactory = _ => 1_000 };
var stuck = new Option<int>("--stuck") { Description = "Those of them that read nothing.", DefaultValueFactory = _ => 100 };
var slow = new Command("slow-consumers", "Watchers of which some read nothing.") { watchers, stuck };
slow.SetAction((parse, _) => RunAsync("slow-consumers", parse, checks =>
    new SlowConsumersRun(new(parse.GetValue(watchers), parse.GetValue(stuck), parse.GetValue(seconds)), checks).RunAsync()));

var watches = new Option<int>("--watches") { Description = "All of them.", DefaultValueFactory = _ => 200 };
var unread = new Command("unread-watches", "Watches of a large workspace that nobody reads, beside clients that wait.") { watches };
unread.SetAction((parse, _) => RunAsync("unread-watches", parse, checks =>
    new UnreadWatchesRun(new(parse.GetValue(watches), parse.GetValue(seconds)), checks).RunAsync()));

var hostile = new Command("hostile", "Peers that mean harm, beside one that does not.");
hostile.SetAction((parse, _) => RunAsync("hostile", parse, checks => new HostileRun(checks).RunAsync()));

var shape = new Option<string[]>("--plan") { Description = "Which: triangle, flat, chain, fan.", DefaultValueFactory = _ => ["triangle", "flat", "chain", "fan"], AllowMultipleArgumentsPerToken = true };
var storm = new Command("storm", "A workspace of many formulas that storms, beside a calm one.") { shape };
storm.SetAction((parse, _) => RunAsync("storm", parse, checks => new StormRun(parse.GetValue(shape)!, parse.GetValue(seconds), checks).RunAsync()));

return await new RootCommand("Stresses the real server.") { overload, slow, unread, hostile, storm, strict, seconds }.Parse(args).InvokeAsync();

async Task<int> RunAsync(string name, ParseResult parse, Func<Checks, Task> run)
{
    var checks = new Checks(parse.GetValue(strict));
    try
    {
        await run(checks);
    }
    catch (Exception failure)
    {
        checks.That(false, $"{name}: {failure}");
    }

    return checks.Failed ? 1 : 0;
}
