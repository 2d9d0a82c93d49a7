// What the browser keeps: the workspace, unless it is told not to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { editorText, notice, open, openDocuments, openPanel, openSample, setEditorText } from "./page.mjs";
import { serve } from "./server.mjs";

/** Longer than the page waits before it keeps a change, in milliseconds. */
const KEPT = 600;

const stored = (page) => page.evaluate(() => ({ local: Object.keys(localStorage), session: Object.keys(sessionStorage) }));

test("a reload loses nothing", async (t) => {
  const { page, seal, reload } = await open(t);
  await seal();
  await openSample(page, /^Read one bucket/);
  await page.getByRole("button", { name: "+ New" }).click();
  await setEditorText(page, '{"Id": "second"}');
  await page.getByLabel("Judged as").selectOption({ label: "service control policy" });
  await openPanel(page, "Simulate");
  await page.getByLabel("Action").fill("s3:GetObject");
  await page.getByLabel("Colours").selectOption({ label: "Dark" });
  // At once: what was not kept yet is kept when the page is left.
  await reload();
  assert.deepEqual((await openDocuments(page))[0], "Read one bucket");
  assert.equal(await editorText(page), '{"Id": "second"}');
  assert.equal(await page.getByLabel("Judged as").inputValue(), "scp");
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await openPanel(page, "Simulate");
  assert.equal(await page.getByLabel("Action").inputValue(), "s3:GetObject");
});

test("nothing is kept when that is chosen, and what was kept is removed", async (t) => {
  const { page, seal, reload } = await open(t);
  await seal();
  await setEditorText(page, '{"Id": "secret"}');
  await page.waitForTimeout(KEPT);
  assert.equal((await stored(page)).local.length, 1);
  await page.getByRole("button", { name: "Kept in this browser" }).click();
  assert.deepEqual(await stored(page), { local: [], session: [] });
  await setEditorText(page, '{"Id": "secret, changed"}');
  await page.waitForTimeout(KEPT);
  assert.deepEqual(await stored(page), { local: [], session: [] });
  await reload();
  assert.deepEqual(await stored(page), { local: [], session: [] });
  assert.equal(await editorText(page), "");
});

test("keeping can be taken up again", async (t) => {
  const { page, seal, reload } = await open(t);
  await seal();
  await setEditorText(page, '{"Id": "kept again"}');
  await page.getByRole("button", { name: "Kept in this browser" }).click();
  await page.getByRole("button", { name: "Not kept" }).click();
  await reload();
  assert.equal(await editorText(page), '{"Id": "kept again"}');
});

test("a page that is only looked at keeps nothing", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await page.waitForTimeout(KEPT);
  assert.deepEqual(await stored(page), { local: [], session: [] });
});

test("where storage is full, the page says so and goes on", async (t) => {
  const { page, seal } = await open(t, {
    before: (page) =>
      page.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
      }),
  });
  await seal();
  await setEditorText(page, '{"Id": "not kept"}');
  await notice(page, /keeps nothing/).waitFor();
  await page.getByRole("button", { name: "Not kept" }).waitFor();
  assert.equal(await editorText(page), '{"Id": "not kept"}');
});

test("a second window is told, once, that only one of them is kept", async (t) => {
  const { page, site, seal } = await open(t);
  await seal();
  const second = await page.context().newPage();
  await second.goto(site.address);
  await second.waitForSelector("html[data-seal=sealed]");
  await setEditorText(second, '{"Id": "second"}');
  await notice(page, /open in another window/).waitFor();
  await page.getByRole("button", { name: "Dismiss" }).click();
  await setEditorText(second, '{"Id": "second again"}');
  await page.waitForTimeout(KEPT);
  assert.equal(await notice(page, /open in another window/).count(), 0);
});

test("what is kept but cannot be read is told, and left as it is", async (t) => {
  const { page, seal, reload } = await open(t);
  await seal();
  await page.evaluate(() => localStorage.setItem("iam-policy-playground", "{not json"));
  await reload();
  await notice(page, /could not be read/).waitFor();
  await page.waitForTimeout(KEPT);
  assert.equal(await page.evaluate(() => localStorage.getItem("iam-policy-playground")), "{not json");
});

test("where storage throws, as in a sandbox, the page works and says that it keeps nothing", async (t) => {
  const site = await serve();
  t.after(() => site.close());
  const host = await serve({
    pages: {
      "/": `<!doctype html><html lang="en"><title>Wiki</title><link rel="icon" href="data:,">
        <iframe title="Policy" sandbox="allow-scripts" width="1200" height="700" src="${site.address}"></iframe></html>`,
    },
  });
  t.after(() => host.close());
  // The host has not given the frame its clipboard, and Chromium says so in the console.
  const { page } = await open(t, { site: host, expected: /permissions policy violation/i });
  const frame = page.frameLocator("iframe");
  await frame.locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  await frame.locator(".cm-content").click();
  await page.keyboard.insertText('{"Id": "sandboxed"}');
  await notice(frame, /keeps nothing/).waitFor();
  await frame.getByRole("button", { name: "Share…" }).click();
  await frame.getByRole("textbox", { name: "Link" }).waitFor();
});
