// Puts the built site into one HTML file that requests nothing: `node single-file.mjs SITE SCRIPT OUT`, SCRIPT being the bundled
// `www/single-file.js`.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gzipSync } from "node:zlib";

const [site, scriptFile, out] = process.argv.slice(2);
const app = join(site, readdirSync(site).find((name) => name.startsWith("app-")));
const script = readFileSync(scriptFile, "utf8").trim();
const style = readFileSync(join(app, "page.css"), "utf8").trim();

for (const [text, end] of [[script, /<\/script|<!--/i], [style, /<\/style/i]]) {
  if (end.test(text)) {
    throw new Error(`${end} in a script or style would end it`);
  }
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
// Everything is there: from the first byte on the page can request nothing.
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)} 'wasm-unsafe-eval'`,
  `style-src ${hash(style)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const wasm = readdirSync(app).filter((name) => /\.(wasm|bin)$/.test(name));
const data = readdirSync(join(site, "data"));
const files = [...wasm.map((name) => [name, join(app, name)]), ...data.map((name) => [name, join(site, "data", name)])]
  .map(([name, file]) => {
    const packed = gzipSync(readFileSync(file), { level: constants.Z_BEST_COMPRESSION });
    return `<script type="application/octet-stream" id="file-${name}">${packed.toString("base64")}</script>`;
  });

/** The pages of the checks, without what stands around them. */
const checks = readdirSync(join(site, "checks")).map((name) => {
  const page = readFileSync(join(site, "checks", name), "utf8");
  const body = /<main class="reference">([^]*)<\/main>/.exec(page)[1];
  return `<template id="check-${name.replace(/\.html$/, "")}"><div class="reference">${body}</div></template>`;
});

const page = readFileSync(join(site, "index.html"), "utf8")
  .replace(/(http-equiv="Content-Security-Policy" content=")[^"]*/, (_, start) => start + policy)
  .replaceAll(/^\s*<link rel="(?:modulepreload|preload)"[^>]*>\n/gm, "")
  .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
  .replace(/^\s*<script type="module" src=[^>]*><\/script>\n/m, "")
  .replace("</body>", () => `${[...checks, ...files].join("\n")}\n<script type="module">${script}</script>\n</body>`);
if (/(?:src|href)="\.\//.test(page.replaceAll(/<template[^]*?<\/template>/g, ""))) {
  throw new Error("the page still names a file beside it");
}
writeFileSync(out, page);
console.log(`${out}: ${Math.round(Buffer.byteLength(page) / 1000)} kB`);
