using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>Draws a tree of goals on a terminal and redraws it as the goals change.</summary>
/// <param name="terminal">The terminal, which must be able to redraw.</param>
/// <param name="name">The name of the watched goal or workspace, for the heading.</param>
internal sealed class LiveTree(Terminal terminal, string name)
{
    /// <summary>The time between two redraws. Eight a second look smooth and cost little.</summary>
    public static readonly TimeSpan RedrawEvery = TimeSpan.FromMilliseconds(125);

    private readonly GoalPicture _picture = new();
    private readonly GoalBook _book = new([]);

    /// <summary>Returns the times that it shows, from the name of the workspace's zone; by default those of that zone.</summary>
    public Func<string, ShownTime> Times { get; init; } = zone => ZoneChoice.OfWorkspace(zone);

    /// <summary>Draws the lines above the tree, on each redraw; null for none, the default.</summary>
    public Func<IRenderable>? Banner { get; init; }

    /// <summary>The number of lines that <see cref="Banner"/> takes.</summary>
    public int BannerLines { get; init; }

    /// <summary>True to erase the tree at the end.</summary>
    public bool Clears { get; init; }

    /// <summary>Applies events until they end or fail.</summary>
    public async Task TakeAsync(IAsyncEnumerable<WatchGoalsResponse> events)
    {
        await foreach (var response in events)
        {
            _picture.Take(response);
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
        var profile = terminal.Out.Profile;
        // The last line of the terminal must stay empty, otherwise the terminal scrolls.
        var height = Math.Max(1, profile.Height - BannerLines - WorkspaceHeading.MostLines - 1);
        var goals = _picture.Goals;
        var times = Times(_picture.TimeZone);
        _book.Take(goals);
        var rows = GoalRows.Fitting(new GoalForest(goals), height);
        var heading = WorkspaceHeading.Of(name, _picture.At, times, profile.Width);
        var table = GoalTable.Of(rows, _book, times, profile.Width, height);
        return Banner is null ? new Rows(heading, table) : new Rows(Banner(), heading, table);
    }
}
