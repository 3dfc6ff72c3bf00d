using System.Reflection;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using k8s;
using k8s.Models;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Cascade.Archive.Tests;

/// <summary>The files of deploy/ fit Kubernetes, Compose and HAProxy, and the programs that they start.</summary>
internal sealed partial class DeployTests
{
    // The parts of a service that the Compose specification has and that these files may use; a name with a typo is in no list.
    private static readonly HashSet<string> ServiceKeys = ["image", "command", "environment", "ports", "volumes", "depends_on", "deploy", "healthcheck", "restart", "stop_grace_period"];

    private static readonly string Root = typeof(DeployTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    private static IEnumerable<string> Manifests => Directory.EnumerateFiles(Path.Combine(Root, "deploy", "kubernetes"), "*.yaml");

    [Test]
    public void Manifests_AreOfKnownKinds() => Assert.That(Manifests.SelectMany(file => KubernetesYaml.LoadAllFromString(File.ReadAllText(file), strict: true)).Count(), Is.EqualTo(9));

    [Test]
    public void ManifestWithATypo_IsRefused()
    {
        string faulty = File.ReadAllText(Manifests.Single(file => file.EndsWith("server.yaml", StringComparison.Ordinal))).Replace("periodSeconds: 2\n", "periodSecond: 2\n", StringComparison.Ordinal);

        Assert.That(() => KubernetesYaml.LoadAllFromString(faulty, strict: true), Throws.InstanceOf<YamlException>());
    }

    [Test]
    public void EachPod_NamesHealthDrainAndLimits()
    {
        object[] resources = [.. Manifests.SelectMany(file => KubernetesYaml.LoadAllFromString(File.ReadAllText(file), strict: true))];
        V1Container server = resources.OfType<V1Deployment>().Single(deployment => deployment.Metadata.Name == "cascade-server").Spec.Template.Spec.Containers.Single();

        foreach (V1Deployment deployment in resources.OfType<V1Deployment>())
        {
            V1PodSpec pod = deployment.Spec.Template.Spec;
            Assert.That(pod.TerminationGracePeriodSeconds, Is.GreaterThan(0), deployment.Metadata.Name);
            Assert.That(pod.Containers.Select(container => container.Resources.Limits["memory"].ToInt64()), Is.All.Positive, deployment.Metadata.Name);
            Assert.That(deployment.Spec.Selector.MatchLabels, Is.EquivalentTo(deployment.Spec.Template.Metadata.Labels));
        }

        Assert.That(server.ReadinessProbe.HttpGet.Path, Is.EqualTo("/health"));
        Assert.That(File.ReadAllText(Path.Combine(Root, "samples", "Cascade.Server", "Program.cs")), Does.Contain("MapHealthChecks(\"/health\""));
        Assert.That(resources.OfType<V1Service>().Select(service => service.Metadata.Name), Is.EquivalentTo(["cascade-server", "nats", "redis"]));
    }

    [Test]
    public void ComposeFile_HasKnownKeys()
    {
        Dictionary<string, object> file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(Path.Combine(Root, "deploy", "compose.yaml")));
        Dictionary<object, object> services = (Dictionary<object, object>)file["services"];

        Assert.That(file.Keys, Is.EquivalentTo(["name", "services", "volumes"]));
        Assert.That(services.Keys, Is.EquivalentTo(["balancer", "server", "redis", "nats", "worker"]));
        foreach (Dictionary<object, object> service in services.Values.Cast<Dictionary<object, object>>())
        {
            Assert.That(service.Keys.Cast<string>(), Is.SubsetOf(ServiceKeys).And.Contains("image"));
        }
    }

    [Test]
    public void SettingsAndOptions_AreThoseOfThePrograms()
    {
        string[] files = [.. Manifests, Path.Combine(Root, "deploy", "compose.yaml")];
        string options = string.Concat(Directory.EnumerateFiles(Path.Combine(Root, "src"), "PublicApi.txt", SearchOption.AllDirectories).Select(File.ReadAllText));
        options += File.ReadAllText(Path.Combine(Root, "samples", "Cascade.Server", "ServerOptions.cs"));
        string work = string.Concat(Directory.EnumerateFiles(Path.Combine(Root, "samples", "Cascade.Cli", "Commands", "Archives"), "*.cs").Select(File.ReadAllText));
        string[] lines = [.. files.SelectMany(File.ReadAllLines)];
        string[] settings = [.. lines.SelectMany(line => Setting().Matches(line)).Select(match => match.Groups[1].Value).Distinct()];
        string[] commands = [.. lines.Where(line => line.Contains("\"archive\", \"work\"", StringComparison.Ordinal)).SelectMany(line => CommandOption().Matches(line)).Select(match => match.Value).Distinct()];

        Assert.That(settings, Is.Not.Empty.And.All.Matches<string>(setting => Regex.IsMatch(options, $@"public \S+ {setting} \{{ get; set")));
        Assert.That(commands, Is.Not.Empty.And.All.Matches<string>(option => work.Contains($"\"{option}\"", StringComparison.Ordinal)));
    }

    [Test]
    [Platform("Linux", Reason = "Debian's HAProxy")]
    public async Task BalancersConfiguration_IsAccepted()
    {
        BufferedCommandResult run = await new Command("/usr/sbin/haproxy").WithArguments(["-c", "-f", Path.Combine(Root, "deploy", "haproxy.cfg")]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();

        Assert.That(run.ExitCode, Is.Zero, run.StandardError);
        Assert.That(run.StandardError, Does.Not.Contain("[WARNING]"));
    }

    [GeneratedRegex("(?:Cascade|Server)__([A-Za-z]+)")]
    private static partial Regex Setting();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex CommandOption();
}
