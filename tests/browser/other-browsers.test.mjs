// The same smoke in Firefox and WebKit: the page opens a link, seals itself, judges, simulates, compares; an embed tells its height.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { firefox, missingFirefox, missingWebKit, tried, webkit } from "./driven.mjs";
import { DIST, serve } from "./server.mjs";

const LINK = new URL("../../crates/workspace/tests/fixtures/link_v2.txt", import.meta.url);
const SLIP = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}]}';

for (const [name, start, missing] of [
  ["Firefox", firefox, missingFirefox()],
  ["WebKit", webkit, missingWebKit()],
]) {
  test(`${name} does what Chromium does`, { skip: missing, timeout: 240_000 }, async (t) => {
    const driven = await start();
    t.after(() => driven.close());
    const site = await serve();
    t.after(() => site.close());
    const wiki = await serve({
      pages: {
        "/": `<!doctype html><html lang="en"><title>Wiki</title><link rel="icon" href="data:,">
          <script>globalThis.told = []; addEventListener("message", ({ data }) => told.push(data));</script>
          <script type="module" src="${site.address}embed.js"></script><iam-policy panels="findings">${SLIP}</iam-policy></html>`,
      },
    });
    t.after(() => wiki.close());

    /** Waits until a condition in the page holds. */
    const until = (condition) =>
      tried(async () => assert.ok(await driven.run(`return Boolean(${condition})`), `${name}: ${condition}`));
    const text = (selector) => `(document.querySelector(${JSON.stringify(selector)})?.textContent ?? "")`;
    const sealed = () => until(`document.documentElement.dataset.seal === "sealed"`);
    const open = (panel) => driven.run(`document.getElementById("tab-${panel}").click()`);

    await driven.go(site.address + (await readFile(LINK, "utf8")).trim());
    await sealed();
    assert.equal(await driven.run("return document.querySelector('.seal').textContent"), "sealed");
    const requests = site.requests.length;
    await driven.run(`document.querySelector(".document button").click()`);
    await until(`${text(".documents [data-active=true]")}.includes("réports")`);
    await open("compare");
    await until(`${text(".diff del")}.includes('"s3:*"')`);
    await open("findings");
    await driven.run(`
      const content = [...document.querySelectorAll("*")].find((element) => element.shadowRoot).shadowRoot.querySelector(".cm-content");
      content.focus();
      const { view } = content.cmTile;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: ${JSON.stringify(SLIP)} } });`);
    await until(`${text("#panel")}.includes("GetObjct")`);
    await open("simulate");
    await until(`document.querySelector("#panel input")`);
    await open("suggest");
    await until(`${text("#panel")}.length > 40`);
    assert.equal(site.requests.length, requests, "nothing is requested after the seal");

    await driven.go(wiki.address);
    await until(`told.some(({ id, height }) => id === "iam-policy-1" && height > 200)`);

    const single = join(DIST, "iam-policy-playground.html");
    assert.ok(existsSync(single), "cargo xtask build --single-file makes it");
    await driven.go(pathToFileURL(single).href);
    await sealed();
    await until(`document.querySelector(".document")`);
  });
}
