using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Cascade.Speech.Wire;
using Cascade.Speech.Worker;

// Frames in on standard input, frames out on what was standard output. The host starts this program, once for each decoder; it ends with its input.
using Stream input = Console.OpenStandardInput();
using ProtocolOutput output = ProtocolOutput.Take();
if (FrameIO.Read(input, FrameIO.MaximumJob) is not { Kind: FrameKind.Setup } setup)
{
    Console.Error.WriteLine("This program is started by Cascade.Speech, which talks to it through its standard input. It does nothing by itself.");
    return 2;
}

IWorkerEngine engine;
try
{
    engine = EngineFactory.Create(JsonSerializer.Deserialize(setup.Payload, WireJson.Default.WorkerSetup)!);
}
catch (Exception e)
{
    output.Write(FrameKind.Failed, 0, Encoding.UTF8.GetBytes(Faults.Describe(e)));
    return 1;
}

output.Write(FrameKind.Ready, 0, []);
new JobLoop(engine, output).Run(input);

// A native call may hang in the other thread, and an orderly exit would wait for it.
using Process self = Process.GetCurrentProcess();
self.Kill();
return 0;
