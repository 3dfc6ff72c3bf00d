using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Cascade.Tests.Trust;

/// <summary>What is checked with random cases of it. A case that fails is made smaller before it is shown, with the seed that makes it again.</summary>
internal static class ModelChecks
{
    /// <summary>Random sequences of calls against the contract.</summary>
    public static void Calls(ulong seed, int cases) => Run(StreamCalls.Any, StreamModel.CheckAsync, seed, cases);

    /// <summary>Random options.</summary>
    public static void Options(ulong seed, int cases) => Run(OptionsCheck.Any, OptionsCheck.CheckAsync, seed, cases);

    /// <summary>Random bytes in random formats.</summary>
    public static void Formats(ulong seed, int cases) => Run(FormatCheck.Any, FormatCheck.CheckAsync, seed, cases);

    private static void Run<T>(Arbitrary<T> any, Func<T, Task> check, ulong seed, int cases)
    {
        Config config = Config.QuickThrowOnFailure
            .WithQuietOnSuccess(true)
            .WithMaxTest(cases)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        Property property = Prop.ForAll(any, (T given) => Task.Run(() => check(given)).GetAwaiter().GetResult());
        Check.One(config, property);
    }
}
