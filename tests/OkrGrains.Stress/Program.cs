using System.CommandLine;
using OkrGrains.Stress;
using OkrGrains.Stress.Overload;

// okr-stress COMMAND: what the real server does under stress. The last line says PASS or FAIL.
var strict = new Option<bool>("--strict") { Description = "Timings fail the run too: for a machine with nothing else to do.", Recursive = true };
var seconds = new Option<double>("--seconds") { Description = "How long each measured part lasts.", DefaultValueFactory = _ => 10, Recursive = true };
var producers = new Option<int>("--producers") { Description = "So many saturate the server.", DefaultValueFactory = _ => 8 };

var overload = new Command("overload", "Five times the producers that saturate it, as fast as flow control lets them.") { producers };
overload.SetAction((parse, _) => RunAsync("overload", parse, checks =>
    new OverloadRun(new(parse.GetValue(producers), parse.GetValue(seconds)), checks).RunAsync()));

return await new RootCommand("Stresses the real server.") { overload, strict, seconds }.Parse(args).InvokeAsync();

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
