using OkrGrains.Model.Definitions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Output;

/// <summary>
/// Does for what is drawn what <see cref="ShownWriter"/> does for what is written. The control codes of the drawing itself stay: they are
/// marked as such, and text never is.
/// </summary>
internal sealed class ShownSegments : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Shown(renderable));

    private sealed class Shown(IRenderable drawn) : IRenderable
    {
        public Spectre.Console.Rendering.Measurement Measure(RenderOptions options, int maxWidth) => drawn.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => drawn.Render(options, maxWidth).Select(Of);

        private static Segment Of(Segment segment) =>
            segment.IsControlCode || segment.IsLineBreak || TextRule.Prose.IndexOfRefused(segment.Text) < 0
                ? segment
                : new Segment(TextRule.Prose.Escape(segment.Text), segment.Style);
    }
}
