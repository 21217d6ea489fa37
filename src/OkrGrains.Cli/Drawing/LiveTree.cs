using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>Draws a tree of goals on a terminal and redraws it as the goals change.</summary>
/// <param name="terminal">The terminal, which must be able to redraw.</param>
/// <param name="name">The name of the watched goal or workspace, for the heading.</param>
/// <param name="times">The times that it shows.</param>
internal sealed class LiveTree(Terminal terminal, string name, ShownTime times)
{
    /// <summary>The time between two redraws. Eight a second look smooth and cost little.</summary>
    public static readonly TimeSpan RedrawEvery = TimeSpan.FromMilliseconds(125);

    private readonly GoalPicture _picture = new();
    private readonly GoalBook _book = new([]);
    private volatile bool _lost;

    /// <summary>Draws the lines above the tree, on each redraw; null for none, the default.</summary>
    public Func<IRenderable>? Banner { get; init; }

    /// <summary>The number of lines that <see cref="Banner"/> takes.</summary>
    public int BannerLines { get; init; }

    /// <summary>True to erase the tree at the end.</summary>
    public bool Clears { get; init; }

    /// <summary>Says above the tree that the connection is lost, until the next event.</summary>
    public void Lose() => _lost = true;

    /// <summary>Applies events until they end or fail.</summary>
    public async Task TakeAsync(IAsyncEnumerable<WatchGoalsResponse> events)
    {
        await foreach (var response in events)
        {
            _picture.Take(response);
            _lost = false;
        }
    }

    /// <summary>Redraws until the work completes, and once more then. It does not throw when the work fails.</summary>
    public Task DrawWhileAsync(Task work) =>
        terminal.Out.Live(Draw()).AutoClear(Clears).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(RedrawEvery, terminal.Time);
            while (!work.IsCompleted)
            {
                await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask());
                live.UpdateTarget(Draw());
            }
        });

    private Rows Draw()
    {
        var (width, height) = (terminal.Out.Profile.Width, terminal.Out.Profile.Height);
        var goals = _picture.Goals;
        _book.Take(goals);
        List<IRenderable> lines = Banner is null ? [] : [Banner()];
        if (!_picture.IsWhole)
        {
            // A part of the goals would look like all of them, and like a tree that it is not.
            var state = _lost ? ConnectionWords.Lost(null, times) : $"loading, {Numerals.Count(goals.Count, "goal")} so far";
            return new Rows([.. lines, new Text(CellText.Cut($"{name}: {state}", width))]);
        }

        lines.Add(WorkspaceHeading.Of(name, _picture.At, times, width));
        if (_lost)
        {
            lines.Add(new Text(CellText.Cut(ConnectionWords.Lost(_picture.At, times), width), new Style(Color.Red)));
        }

        // The last line of the terminal must stay empty, otherwise the terminal scrolls.
        var taken = BannerLines + WorkspaceHeading.LinesOf(name, _picture.At, times, width) + (_lost ? 1 : 0) + 1;
        lines.Add(new FittingTable(goals, _book, times, width, Math.Max(1, height - taken)).Draw());
        return new Rows(lines);
    }
}
