using OkrGrains.Cli;
using OkrGrains.Cli.Terminals;

return await OkrProgram.RunAsync(args, Terminal.OfProcess());
