// Prints `PATH<tab>BYTES<tab>BROTLI BYTES` for each file under a folder, brotli at the quality that hosts use for
// files compressed ahead of time.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [folder] = process.argv.slice(2);
for (const path of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (path.isFile()) {
    const file = join(path.parentPath ?? path.path, path.name);
    const bytes = readFileSync(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const name = file.slice(folder.length).replaceAll("\\", "/").replace(/^\//, "");
    console.log(`${name}\t${bytes.length}\t${brotliCompressSync(bytes, { params }).length}`);
  }
}
