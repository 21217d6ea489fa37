using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Output;

/// <summary>Takes colours, bold and dim from what is drawn, for a terminal whose user wants none (<c>NO_COLOR</c>).</summary>
internal sealed class PlainSegments : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Plain(renderable));

    private sealed class Plain(IRenderable drawn) : IRenderable
    {
        public Spectre.Console.Rendering.Measurement Measure(RenderOptions options, int maxWidth) => drawn.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => drawn.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(segment.Text));
    }
}
