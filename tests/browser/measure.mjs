// Measures the built page on a throttled laptop and prints `name<tab>figure<tab>budget`, for `cargo xtask bench`.

import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";

const RUNS = 5;
const SLOWER_CPU = 4;
/** 9 Mbit/s in bytes a second, and a round trip of 40 ms. */
const NETWORK = { offline: false, latency: 40, downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8 };

/** Milliseconds from the navigation until the app said that it can be used. */
async function usable(browser, address) {
  const profile = await browser.newContext();
  const page = await profile.newPage();
  const session = await profile.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", NETWORK);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER_CPU });
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.documentElement?.dataset.seal === "loading") {
        globalThis.usableAfter = performance.now();
        observer.disconnect();
      }
    }).observe(document, { attributes: true, subtree: true });
  });
  await page.goto(address);
  const handle = await page.waitForFunction(() => globalThis.usableAfter);
  const time = await handle.jsonValue();
  await profile.close();
  return time;
}

const site = await serve({ compress: true });
const browser = await launch();
const times = [];
// The first run fills the server's compressed files and is not counted.
await usable(browser, site.address);
for (let run = 0; run < RUNS; run += 1) {
  times.push(await usable(browser, site.address));
}
times.sort((a, b) => a - b);
console.log(`usable, ${SLOWER_CPU}× slower CPU, 9 Mbit/s, median of ${RUNS}\t${Math.round(times[RUNS >> 1])} ms\t2000 ms`);
await browser.close();
await site.close();
