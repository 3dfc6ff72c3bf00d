#!/usr/bin/env bash
# Compiles every C# block of README.md, docs/ and the packages' README.md, each on its own: a block that no longer fits the library fails here, with its file and line. usage: compile-docs.sh [FILE...]
# A block is the body of a method; its using directives and types are taken out of it. A single line without a semicolon is an expression.
# The names that blocks use without declaring them are fields of eng/DocumentationBlock.cs.
set -euo pipefail
cd "$(dirname "$0")/.."
files=("$@")
if [ "${#files[@]}" = 0 ]; then files=(README.md docs/*.md src/*/README.md); fi

# Inside the repository, for its package versions; obj/ is ignored.
project=obj/documentation
rm -rf "$project"
mkdir -p "$project"
cp eng/DocumentationBlock.cs "$project/"
for file in "${files[@]}"; do
    awk -v file="$PWD/$file" -v name="$(tr -c 'A-Za-z0-9\n' _ <<< "${file%.md}")" -v folder="$project" '
        function write() {
            path = folder "/" name first ".cs"
            print directives "namespace Documentation." name first ";\n" types > path
            print "internal sealed class Block : DocumentationBlock\n{\n    public async Task RunAsync(string[] args)\n    {\n        await Task.CompletedTask;" > path
            if (count == 1 && text !~ /;/) body = "_ =\n" body ";\n"
            print body "    }\n}" > path
            close(path)
        }
        { sub(/\r$/, "") }
        !inside && /^```(csharp|cs|c#)/ { inside = 1; first = NR + 1; count = 0; directives = types = body = ""; next }
        inside && /^```/ { inside = 0; write(); next }
        !inside { next }
        { count++; text = $0; line = "#line " NR " \"" file "\"\n" text "\n" }
        inType { types = types line; if (/^}/) inType = 0; next }
        /^using (static )?[A-Za-z][A-Za-z0-9.]*;/ { directives = directives line; next }
        /^((public|internal|sealed|abstract|static|partial|readonly|file) )*(class|record|struct|interface|enum) / { types = types line; inType = !/;[ ]*(\/\/.*)?$/; next }
        { body = body line }' "$file"
done

count=$(find "$project" -name '*.cs' ! -name DocumentationBlock.cs | wc -l)
[ "$count" -gt 0 ] || { echo "compile-docs: no C# block in ${files[*]}" >&2; exit 1; }
cat > "$project/documentation.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <RootNamespace>Documentation</RootNamespace>
    <EnforceCodeStyleInBuild>false</EnforceCodeStyleInBuild>
    <AnalysisLevel>none</AnalysisLevel>
    <DebugType>none</DebugType>
    <EmbedUntrackedSources>false</EmbedUntrackedSources>
    <GenerateDocumentationFile>false</GenerateDocumentationFile>
    <NoWarn>$(NoWarn);CS0162;CS0168;CS0219;CS8321;CS1998;MEAI001</NoWarn><!-- an example may leave off before it uses what it has shown -->
  </PropertyGroup>
  <ItemGroup>
    <Using Include="Cascade;Microsoft.AspNetCore.Builder;Microsoft.Extensions.DependencyInjection" /><!-- the latter are implicit in web projects -->
    <FrameworkReference Include="Microsoft.AspNetCore.App" />
    <PackageReference Include="OpenTelemetry" />
    <ProjectReference Include="../../src/Cascade/Cascade.csproj" />
    <ProjectReference Include="../../src/Cascade.Hosting/Cascade.Hosting.csproj" />
    <ProjectReference Include="../../src/Cascade.Hosting.Redis/Cascade.Hosting.Redis.csproj" />
    <ProjectReference Include="../../src/Cascade.NAudio/Cascade.NAudio.csproj" />
    <ProjectReference Include="../../src/Cascade.Codecs/Cascade.Codecs.csproj" />
    <ProjectReference Include="../../src/Cascade.Conversation/Cascade.Conversation.csproj" />
    <ProjectReference Include="../../src/Cascade.Conversation.Hosting/Cascade.Conversation.Hosting.csproj" />
    <ProjectReference Include="../../src/Cascade.Speech/Cascade.Speech.csproj" />
  </ItemGroup>
</Project>
END
dotnet build "$project" -c Release -nologo -v quiet -warnaserror
echo "compile-docs: $count blocks of ${#files[@]} files compiled"
