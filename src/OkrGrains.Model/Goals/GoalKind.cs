namespace OkrGrains.Model.Goals;

/// <summary>The kind of a goal (goal-model, words).</summary>
public enum GoalKind
{
    /// <summary>A KPI, which measures continuously.</summary>
    Kpi = 1,

    /// <summary>A key result: one measurable outcome of an objective inside a cycle.</summary>
    KeyResult = 2,

    /// <summary>An objective: qualitative, scored from its key results and the objectives aligned under it.</summary>
    Objective = 3,
}
