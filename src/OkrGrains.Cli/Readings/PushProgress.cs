using System.Globalization;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using Spectre.Console;

namespace OkrGrains.Cli.Readings;

/// <summary>Shows the progress of a push on a terminal. Shows nothing when standard error is redirected.</summary>
internal static class PushProgress
{
    public static async Task ShowAsync(Terminal terminal, ReadingsSource source, FilePush push, Task pushing)
    {
        if (!terminal.ErrorIsLive)
        {
            return;
        }

        var progress = terminal.Error.Progress().AutoClear(true).HideCompleted(false).Columns(
            new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new SpinnerColumn());
        await progress.StartAsync(async shown =>
        {
            var task = shown.AddTask("readings", maxValue: 1);
            using var timer = new PeriodicTimer(LiveTree.RedrawEvery, terminal.Time);
            var started = terminal.Time.GetTimestamp();
            while (!pushing.IsCompleted)
            {
                await Task.WhenAny(pushing, timer.WaitForNextTickAsync().AsTask());
                var counts = push.Counts;
                var rate = counts.Acknowledged / Math.Max(0.001, terminal.Time.GetElapsedTime(started).TotalSeconds);
                task.IsIndeterminate = source.FractionRead is null;
                task.Value = FractionDurable(source, push);
                task.Description = string.Create(CultureInfo.InvariantCulture, $"{counts.Acknowledged:#,0} readings, {rate:#,0}/s");
            }
        });
    }

    // The file is read faster than readings become durable, so its position is scaled by the durable share.
    private static double FractionDurable(ReadingsSource source, FilePush push)
    {
        var counts = push.Counts;
        return counts.Written == 0 ? 0 : (source.FractionRead ?? 0) * counts.Acknowledged / counts.Written;
    }
}
