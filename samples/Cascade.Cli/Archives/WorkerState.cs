namespace Cascade.Cli.Archives;

/// <summary>A worker as it shows itself every two seconds.</summary>
/// <param name="Id">Its name: host and process.</param>
/// <param name="Done">Files with a result.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="Running">Files it works on.</param>
internal sealed record WorkerState(string Id, int Done, int Dead, RunningFile[] Running);

/// <summary>A file under work.</summary>
/// <param name="Source">A path or an address.</param>
/// <param name="Seconds">How far the file has been read.</param>
/// <param name="Length">Its length in seconds, where that is known.</param>
internal sealed record RunningFile(string Source, double Seconds, double? Length);
