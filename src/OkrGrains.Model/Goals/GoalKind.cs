namespace OkrGrains.Model.Goals;

/// <summary>What a goal is (goal-model, words).</summary>
public enum GoalKind
{
    /// <summary>Measures continuously.</summary>
    Kpi = 1,

    /// <summary>One measurable outcome of an objective inside a cycle.</summary>
    KeyResult = 2,

    /// <summary>Qualitative; scored from its key results and the objectives aligned under it.</summary>
    Objective = 3,
}
