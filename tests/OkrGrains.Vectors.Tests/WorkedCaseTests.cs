using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.WorkedCases;

namespace OkrGrains.Vectors.Tests;

public sealed class WorkedCaseTests
{
    public static TheoryData<string> Cases => [.. WorkedCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task The_evaluation_equals_every_string_and_null_of_the_expected_result(string name) => CompareAsync(WorkedCase.Load(name));

    [Fact]
    public Task The_evaluation_of_the_flights_equals_every_string_and_null_of_the_expected_result() => CompareAsync(WorkedCase.LoadFlights());

    private static async Task CompareAsync(WorkedCase worked)
    {
        var readings = await worked.ReadReadingsByGoalAsync();
        Assert.NotEmpty(worked.Expected);
        foreach (var expected in worked.Expected)
        {
            var evaluation = Evaluator.Evaluate(worked.Plan, readings, Instant.Parse((string)expected!["at"]!));
            Assert.Equal(ResultLines.Of(expected), ResultLines.Of(evaluation));
        }
    }
}
