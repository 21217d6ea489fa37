using System.CommandLine;
using System.Text;
using System.Text.Json;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Cli.Readings;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Local;

/// <summary><c>okr evaluate PLAN… READINGS --at T</c>: evaluates goals at given instants, from scratch and without a server.</summary>
internal sealed class EvaluateCommand
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    // One argument, since the parser gives the first of two all that it can take.
    private readonly Argument<string[]> _files = new("PLAN… READINGS")
    {
        Description = "The plan file, YAML or JSON, or all parts of the workspace, as files and folders; then the readings as CSV, gzipped if the name ends in .gz, or - for standard input.",
        Arity = new ArgumentArity(2, PlanFiles.Limit + 1),
    };

    private readonly Option<Instant[]> _at = new("--at")
    {
        Description = "The instant of evaluation; may be given several times.",
        HelpName = "T",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = InstantParsing.Many,
    };

    private readonly Terminal _terminal;

    private EvaluateCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var evaluate = new EvaluateCommand(terminal);
        var command = new Command("evaluate", "Evaluate a plan and readings, without a server.") { evaluate._files, evaluate._at };
        command.Run(terminal, evaluate.RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var files = parse.GetRequiredValue(_files);
        var plan = (await GivenPlans.LoadAsync(files[..^1], cancellation)).ReadCleaned(_terminal);
        var readings = await ReadAsync(files[^1], plan, cancellation);
        using var text = new MemoryStream();
        await using (var json = new Utf8JsonWriter(text, Indented))
        {
            json.WriteStartArray();
            foreach (var at in parse.GetRequiredValue(_at))
            {
                ResultJson.Write(json, Evaluator.Evaluate(plan, readings, at));
            }

            json.WriteEndArray();
        }

        _terminal.Json(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
    }

    private static async Task<IReadOnlyList<GoalReading>> ReadAsync(string path, Plan plan, CancellationToken cancellation)
    {
        await using var source = await ReadingsSource.OpenAsync(path, cancellation);
        var read = await ReadingsFile.ReadAllAsync(source.Bytes, plan, cancellation);
        if (read.Faults.Length > 0)
        {
            throw new CommandFailure([.. read.Faults.Select(fault => $"{source.Name}:{fault.Line}: {fault.Message} [{fault.Reason}]")]);
        }

        return [.. read.ByGoal.SelectMany(goal => goal.Value.Select(reading => new GoalReading(goal.Key, reading.Time, reading.Value)))];
    }
}
