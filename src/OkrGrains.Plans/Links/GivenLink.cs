using OkrGrains.Model.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Links;

/// <summary>A link as an objective gives it, to be looked up once all goals are known.</summary>
/// <param name="Node">The place where the parent is named.</param>
/// <param name="Parent">The name of the parent.</param>
internal readonly record struct GivenLink(PlanNode Node, GoalName Parent);
