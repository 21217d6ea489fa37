namespace OkrGrains.Api.Errors;

/// <summary>A fault in one place of a request.</summary>
/// <param name="Field">The path of the field, the place in a plan, or the full name of a goal.</param>
/// <param name="Message">One line for people.</param>
internal readonly record struct Violation(string Field, string Message);
