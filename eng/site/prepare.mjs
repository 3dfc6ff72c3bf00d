// Writes the source of the site from the repository: README.md as its first page, guides with their links, tables of contents. Arguments: repository, target, project address.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";

const [root, target, address] = process.argv.slice(2);
const title = text => /^# (.+)$/m.exec(text)[1];

// Pages keep their places, so links between them stay; a link to a file that is no page leads to the repository.
const markdown = [
    ...readdirSync(root).filter(name => name.endsWith(".md")),
    ...readdirSync(join(root, "docs"), { recursive: true }).filter(name => name.endsWith(".md")).map(name => posix.join("docs", name.replaceAll("\\", "/"))),
];
const isInSite = path => markdown.includes(path) || path === "LICENSE" || path.startsWith("docs/images/");
for (const page of markdown) {
    const parts = readFileSync(join(root, page), "utf8").split(/(^```[\s\S]*?^```|`[^`\n]*`)/m);
    const text = parts.map((part, index) => index % 2 === 1 ? part : part.replace(/\]\(([^)\s#]+)(#[^)\s]*)?((?:\s+"[^"]*")?)\)/g, (whole, link, anchor = "", rest) => {
        if (/^[a-z]+:/.test(link)) return whole;
        const path = posix.join(posix.dirname(page), link);
        if (isInSite(path)) return path === "README.md" ? `](${posix.relative(posix.dirname(page), "index.md")}${anchor}${rest})` : whole;
        if (!existsSync(join(root, path))) throw new Error(`${page}: there is no ${path}`);
        return `](${address}/blob/main/${path}${anchor}${rest})`;
    })).join("");
    const destination = join(target, page === "README.md" ? "index.md" : page);
    mkdirSync(dirname(destination), { recursive: true });
    writeFileSync(destination, text);
}
cpSync(join(root, "docs/images"), join(target, "docs/images"), { recursive: true });
copyFileSync(join(root, "LICENSE"), join(target, "LICENSE"));
copyFileSync(join(root, "eng/icon/icon.svg"), join(target, "icon.svg"));
copyFileSync(join(root, "eng/site/docfx.json"), join(target, "docfx.json"));

writeFileSync(join(target, "toc.yml"), "- name: Guides\n  href: docs/\n- name: API\n  href: api/\n- name: Changes\n  href: CHANGELOG.md\n- name: Contributing\n  href: CONTRIBUTING.md\n- name: Security\n  href: SECURITY.md\n");
const entry = page => `- name: "${title(readFileSync(join(root, "docs", page), "utf8")).replaceAll('"', "'")}"\n  href: ${page}\n`;
const guides = readdirSync(join(root, "docs")).filter(name => name.endsWith(".md"));
const first = ["getting-started.md", "samples.md", "architecture.md"].filter(page => guides.includes(page));
const decisions = readdirSync(join(root, "docs/decisions")).filter(name => /^\d/.test(name)).sort();
writeFileSync(join(target, "docs/toc.yml"), [...first, ...guides.filter(page => !first.includes(page))].map(entry).join("")
    + "- name: Decisions\n  href: decisions/README.md\n  items:\n" + decisions.map(page => entry(`decisions/${page}`).replace(/^/gm, "  ").trimEnd() + "\n").join(""));
console.log(`prepared ${markdown.length} pages in ${relative(root, target)}`);
