// Code that is loaded in idle time: it comes before the seal, a panel that is opened early waits for it, and the page lives
// without it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, editorText, findings, notice, open, openPanel, openSample, setEditorText } from "./page.mjs";
import { serve } from "./server.mjs";

const POLICY = '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}]}';

/** Keeps the answer to a request for `file` back until the returned function is called. */
function hold(page, file) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  page.route(`**/${file}`, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

test("all chunks are requested once, before the seal, and the panels work after it", async (t) => {
  const { page, site, seal } = await open(t);
  await seal();
  const chunks = site.requests.filter((request) => /\/(split_\w+\.wasm|chunk_\w+\.wasm|small-chunks\.bin)$/.test(request));
  for (const name of ["language", "simulate", "suggest", "compare", "samples", "saved", "learn"]) {
    assert.equal(chunks.filter((request) => request.endsWith(`/split_${name}.wasm`)).length, 1, name);
  }
  assert.equal(chunks.filter((request) => request.endsWith("/small-chunks.bin")).length, 1);
  assert.equal(new Set(chunks).size, chunks.length, "none is requested twice");
  // From here on `open` fails the test on any request.
  await openSample(page, /^Functions and queues/);
  await openPanel(page, "Simulate");
  await page.getByLabel("Action", { exact: true }).waitFor();
  await openPanel(page, "Suggest");
  await page.getByRole("list", { name: "Suggestions" }).waitFor();
  await openPanel(page, "Compare");
  await page.getByText("The same access").waitFor();
});

test("a panel that is opened before its chunk has come says so, then shows", async (t) => {
  let release;
  const { page, seal } = await open(t, {
    before: (page) => {
      release = hold(page, "split_simulate.wasm");
    },
  });
  await page.waitForSelector("html[data-seal=loading]");
  await openPanel(page, "Simulate");
  await page.getByRole("tabpanel").getByText("Loading…").waitFor();
  await assertAccessible(page);
  await setEditorText(page, POLICY);
  await openPanel(page, "Findings");
  await findings(page).filter({ hasText: "GetObjct" }).waitFor();
  await openPanel(page, "Simulate");
  release();
  await page.getByLabel("Action", { exact: true }).fill("s3:GetObject");
  await page.getByRole("tabpanel").getByText("denied").first().waitFor();
  assert.equal(await page.getByText("Loading…").count(), 0);
  await seal();
});

test("a link to a panel whose chunk has not come yet shows it when it comes, with its result", async (t) => {
  let release;
  const { page, seal } = await open(t, {
    path: "#panel=suggest",
    before: (page) => {
      release = hold(page, "split_suggest.wasm");
    },
  });
  await page.waitForSelector("html[data-seal=loading]");
  await page.getByRole("tabpanel").getByText("Loading…").waitFor();
  release();
  await page.getByText("Nothing to narrow").waitFor();
  await seal();
});

test("a chunk that is missing is told where it is needed, and the rest works", async (t) => {
  const site = await serve({ without: ["split_simulate.wasm"] });
  t.after(() => site.close());
  const { page, seal } = await open(t, { site, expected: /404|could not be loaded/ });
  await seal();
  await page.getByText("some files missing").waitFor();
  await openSample(page, /^Functions and queues/);
  await openPanel(page, "Simulate");
  await page.getByRole("tabpanel").getByText("could not be loaded").waitFor();
  await assertAccessible(page);
  await openPanel(page, "Suggest");
  await page.getByRole("list", { name: "Suggestions" }).waitFor();
  const before = site.requests.length;
  await openPanel(page, "Simulate");
  await page.waitForTimeout(300);
  assert.equal(site.requests.length, before, "it is not asked for again");
});

test("samples that are missing leave the dialog for files of one's own", async (t) => {
  const site = await serve({ without: ["split_samples.wasm"] });
  t.after(() => site.close());
  const { page, seal } = await open(t, { site, expected: /404|could not be loaded/ });
  await seal();
  await page.getByRole("banner").getByRole("button", { name: "Open a sample…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("could not be loaded").waitFor();
  await dialog.getByLabel("A file of yours").setInputFiles({ name: "own.json", mimeType: "application/json", buffer: Buffer.from(POLICY) });
  await dialog.waitFor({ state: "hidden" });
  await findings(page).filter({ hasText: "GetObjct" }).waitFor();
});

test("a page that opens with a text loads what reads it first", async (t) => {
  const { page, site, seal, leave } = await open(t);
  await seal();
  await setEditorText(page, POLICY);
  await page.waitForTimeout(600);
  const before = site.requests.length;
  leave();
  const held = hold(page, "split_simulate.wasm");
  await page.reload();
  await page.waitForSelector("html[data-seal=loading]");
  assert.equal(await editorText(page), POLICY);
  assert.ok(site.requests.slice(before).some((request) => request.endsWith("/split_saved.wasm")));
  held();
  await seal();
});

test("without what reads and writes workspaces, what was kept is not touched", async (t) => {
  const without = [];
  const site = await serve({ without });
  t.after(() => site.close());
  const { page, seal, leave } = await open(t, { site, expected: /404|could not be loaded/ });
  await seal();
  await setEditorText(page, POLICY);
  await page.waitForTimeout(600);
  const kept = await page.evaluate(() => ({ ...localStorage }));
  without.push("split_saved.wasm");
  leave();
  await page.reload();
  await seal();
  await notice(page, "A part of the page could not be loaded").waitFor();
  assert.equal(await editorText(page), "");
  await setEditorText(page, '{"Id": "new"}');
  await page.waitForTimeout(600);
  await notice(page, "links and files cannot be opened").waitFor();
  assert.deepEqual(await page.evaluate(() => ({ ...localStorage })), kept);
});
