// The page as it is hosted: every file is fetched from beside it. Nothing else of the page sends requests.

import { isChunk, start } from "./start.js";

async function load(name) {
  // Chunks lie beside this script, in a folder named after its content. The names of data stay the same: "no-cache" asks
  // the server whether a kept copy is still good.
  const [place, cache] = isChunk(name) ? ["./", "default"] : ["../data/", "no-cache"];
  try {
    const response = await fetch(new URL(place + name, import.meta.url), { cache, credentials: "omit" });
    if (!response.ok) {
      return undefined;
    }
    const bytes = await response.arrayBuffer();
    // Compiled at once: the seal forbids that.
    return isChunk(name) ? await WebAssembly.compile(bytes) : new Uint8Array(bytes);
  } catch {
    return undefined;
  }
}

await start({ load, app: async () => (await import("./playground.js")).default() });
