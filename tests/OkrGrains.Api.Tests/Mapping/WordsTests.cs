using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Windows;
using ModelGoals = OkrGrains.Model.Goals;

namespace OkrGrains.Api.Tests.Mapping;

public sealed class WordsTests
{
    [Fact]
    public void Every_word_of_the_model_has_one_of_the_same_name_on_the_wire()
    {
        Assert.All(Enum.GetValues<ModelGoals.GoalKind>(), word => Assert.Equal(word.ToString(), word.ToWire().ToString()));
        Assert.All(Enum.GetValues<ModelGoals.Health>(), word => Assert.Equal(word.ToString(), word.ToWire().ToString()));
        Assert.All(Enum.GetValues<ModelGoals.Status>(), word => Assert.Equal(word.ToString(), word.ToWire().ToString()));
        Assert.All(Enum.GetValues<ModelGoals.Grade>(), word => Assert.Equal(word.ToString(), word.ToWire().ToString()));
        Assert.All(Enum.GetValues<Aggregation>(), word => Assert.Equal(word.ToString(), word.ToWire().ToString()));
        Assert.All(Enum.GetValues<CalendarPeriod>(), word => Assert.Equal(word.ToString(), word.ToWire().ToString()));
        Assert.All(Enum.GetValues<RollUpKind>(), word => Assert.Equal(word.ToString(), word.ToWire().ToString()));
        Assert.All(Enum.GetValues<RollUpSource>(), word => Assert.Equal(word.ToString(), word.ToWire().ToString()));
        Assert.All(Enum.GetValues<Commitment>(), word => Assert.Equal(word.ToString(), word.ToWire().ToString()));
        Assert.All(
            Enum.GetValues<Prorate>(), word => Assert.Equal(word == Prorate.None ? "Unspecified" : word.ToString(), word.ToWire().ToString()));
    }

    [Fact]
    public void A_reason_goes_out_without_its_prefix() => Assert.Equal("UNEQUAL_COLUMNS", ErrorReason.UnequalColumns.Word());
}
