using OkrGrains.Cli;
using OkrGrains.Cli.Output;

return await OkrProgram.RunAsync(args, Terminal.OfProcess());
