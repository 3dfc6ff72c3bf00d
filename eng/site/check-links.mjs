// Looks whether every link and picture of a built site leads somewhere in it, anchors included. Links to other sites are not followed. Argument: the site's folder.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const [site] = process.argv.slice(2);
const pages = readdirSync(site, { recursive: true }).filter(name => name.endsWith(".html"));
const anchors = new Map();
const anchorsOf = path => {
    if (!anchors.has(path)) anchors.set(path, new Set([...readFileSync(path, "utf8").matchAll(/\s(?:id|name)="([^"]+)"/g)].map(match => match[1])));
    return anchors.get(path);
};
let links = 0;
const dead = [];
for (const page of pages) {
    const text = readFileSync(join(site, page), "utf8").replace(/<script[\s\S]*?<\/script>/g, "");
    for (const [, raw] of text.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
        const link = raw.replaceAll("&amp;", "&");
        if (/^(?:[a-z]+:|\/\/)/i.test(link)) continue;
        links++;
        const [path, anchor] = link.split("#");
        let target = path === "" ? join(site, page) : join(site, dirname(page), decodeURIComponent(path.split("?")[0]));
        if (existsSync(target) && statSync(target).isDirectory()) target = join(target, "index.html");
        if (!existsSync(target)) dead.push(`${page}: ${link}`);
        else if (anchor && target.endsWith(".html") && !anchorsOf(target).has(decodeURIComponent(anchor))) dead.push(`${page}: ${link}: ${relative(site, target)} has no such place`);
    }
}
for (const link of dead) console.error(`dead link: ${link}`);
if (pages.length < 20 || links < 500) { console.error(`only ${pages.length} pages and ${links} links: this is no whole site`); process.exit(1); }
if (dead.length > 0) process.exit(1);
console.log(`${links} links of ${pages.length} pages lead somewhere`);
