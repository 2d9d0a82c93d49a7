// The page as it is hosted: every file is fetched from beside it. Nothing else of the page sends requests.

import { isCode, start } from "./start.js";

async function load(name) {
  // Code lies beside this script, in a folder named after its content. The names of data stay the same: "no-cache" asks
  // the server whether a kept copy is still good.
  const [place, cache] = isCode(name) ? ["./", "default"] : ["../data/", "no-cache"];
  try {
    const response = await fetch(new URL(place + name, import.meta.url), { cache, credentials: "omit" });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}

await start({ load, app: async () => (await import("./playground.js")).default() });
