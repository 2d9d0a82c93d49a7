// Bundles the editor into one module beside the crate that binds it. Run by `cargo xtask` before a build.
// The file is written only when its content changes, so that nothing is compiled again in vain.

import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = here("../../crates/code-editor/editor.bundle.js");

const result = await build({
  entryPoints: [here("./index.js")],
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  banner: { js: "/*! Contains CodeMirror and Lezer, (c) Marijn Haverbeke and others, MIT licence, https://codemirror.net/ */" },
  write: false,
});
const { text } = result.outputFiles[0];
const before = await readFile(target, "utf8").catch(() => undefined);
if (text !== before) {
  await writeFile(target, text);
}
