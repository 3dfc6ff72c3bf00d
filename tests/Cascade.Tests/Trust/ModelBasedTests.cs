namespace Cascade.Tests.Trust;

/// <summary>Random cases from fixed seeds; the benchmarks' command fuzz --calls goes on for as long as one likes.</summary>
[Parallelizable]
public sealed class ModelBasedTests
{
    [TestCase(1ul)]
    [TestCase(2ul)]
    [TestCase(3ul)]
    public void AnySequenceOfCalls_KeepsTheContract(ulong seed) => ModelChecks.Calls(seed, 200);

    [Test]
    public void AnyOptions_AreRefusedByNameOrWork() => ModelChecks.Options(1, 1_000);

    [Test]
    public void AnyBytesInAnyFormat_GiveTheSameHoweverTheyAreCut() => ModelChecks.Formats(1, 200);
}
