using OkrGrains.Cli.Terminals;
using OkrGrains.Contracts.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>A tree on a terminal that moves with its goals.</summary>
/// <param name="terminal">Where it is drawn; it must be able to redraw.</param>
/// <param name="name">What is watched.</param>
internal sealed class LiveTree(Terminal terminal, string name)
{
    /// <summary>Eight times a second is smooth to the eye and cheap.</summary>
    public static readonly TimeSpan RedrawEvery = TimeSpan.FromMilliseconds(125);

    private readonly GoalPicture _picture = new();

    /// <summary>What stands above the tree, drawn anew each time; nothing by default.</summary>
    public Func<IRenderable>? Banner { get; init; }

    /// <summary>Lines that <see cref="Banner"/> takes.</summary>
    public int BannerLines { get; init; }

    /// <summary>Whether the tree goes away at the end.</summary>
    public bool Clears { get; init; }

    /// <summary>Takes events until they end or fail.</summary>
    public async Task TakeAsync(IAsyncEnumerable<WatchGoalsResponse> events)
    {
        await foreach (var response in events)
        {
            _picture.Take(response);
        }
    }

    /// <summary>Draws while something goes on, then once more; does not say how that ended.</summary>
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
        // The last line of a terminal stays free, or it scrolls.
        var height = Math.Max(1, profile.Height - BannerLines - 3);
        var rows = GoalRows.Fitting(new GoalForest(_picture.Goals), height);
        var heading = WorkspaceHeading.Of(name, _picture.At);
        var table = GoalTable.Of(rows, profile.Width, height);
        return Banner is null ? new Rows(heading, table) : new Rows(Banner(), heading, table);
    }
}
