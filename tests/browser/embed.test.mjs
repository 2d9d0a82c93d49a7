// The page inside another: a sandboxed frame has an opaque origin, where storage throws and modules need CORS.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser } from "./page.mjs";
import { serve } from "./server.mjs";

test("the page renders and is sealed in a sandboxed frame of another site", async (t) => {
  const site = await serve();
  t.after(() => site.close());
  const host = await serve({
    pages: {
      "/": `<!doctype html><html lang="en"><title>Wiki</title><link rel="icon" href="data:,">
        <iframe title="Policy" sandbox="allow-scripts" width="800" height="600" src="${site.address}#embed=1"></iframe></html>`,
    },
  });
  t.after(() => host.close());
  const profile = await (await browser()).newContext();
  t.after(() => profile.close());
  const page = await profile.newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(host.address);
  const frame = page.frameLocator("iframe");
  await frame.locator(".cm-content").waitFor();
  await frame.locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  assert.equal(await page.frames()[1].evaluate(() => globalThis.origin), "null");
  assert.deepEqual(errors, []);
});
