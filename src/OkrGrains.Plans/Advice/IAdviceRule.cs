namespace OkrGrains.Plans.Advice;

/// <summary>One kind of advice.</summary>
internal interface IAdviceRule
{
    /// <summary>The code that stands beside the advice and silences it. It goes out on the wire and is never renamed.</summary>
    string Code { get; }

    /// <summary>Returns the places where the advice holds, in the order of the plan.</summary>
    IEnumerable<AdviceAt> Find(AdvisedPlan plan);
}

/// <summary>A piece of advice before its position in the text is known.</summary>
/// <param name="At">The place; a key at its end may be missing there.</param>
/// <param name="Message">What is not good, and what to do.</param>
internal readonly record struct AdviceAt(AdvicePlace At, string Message);
