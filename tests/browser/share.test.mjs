// Links: a workspace travels in the part of the address behind `#`.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import {
  assertAccessibleInBothThemes,
  copyLink,
  dropFiles,
  editorText,
  notice,
  open,
  openDocuments,
  openPanel,
  openSample,
  setEditorText,
} from "./page.mjs";
import { serve } from "./server.mjs";

const CLIPBOARD = ["clipboard-read", "clipboard-write"];

async function site(t) {
  const served = await serve();
  t.after(() => served.close());
  return served;
}

/** Copies a link; returns the part behind the page's address. */
async function copyPath(page, served) {
  const link = await copyLink(page);
  assert.ok(link.startsWith(`${served.address}#v2/`), link);
  return link.slice(served.address.length);
}

/** Two documents, the first in the editor, and a request that is denied. */
async function prepare(page) {
  await openSample(page, /^Read one bucket/);
  await openSample(page, /^Shared bucket/);
  await page.getByRole("navigation", { name: "Policies" }).getByRole("button", { name: /^Read one bucket/ }).click();
  await openPanel(page, "Simulate");
  await page.getByLabel("Action").fill("s3:GetObject");
  await page.getByLabel("Resource", { exact: true }).fill("arn:aws:s3:::example-reports/ä ö&=#?");
  await page.getByRole("button", { name: "+ Context key" }).click();
  await page.getByLabel("Context key 1", { exact: true }).fill("aws:SecureTransport");
  await page.getByLabel("Value of context key 1").fill("false");
  await page.getByText("Explicitly denied", { exact: true }).waitFor();
}

test("a copied link opens the same in a fresh profile", async (t) => {
  const served = await site(t);
  const first = await open(t, { site: served, context: { permissions: CLIPBOARD } });
  await first.seal();
  await prepare(first.page);
  const text = await editorText(first.page);
  const path = await copyPath(first.page, served);
  await assertAccessibleInBothThemes(first.page);

  const second = await open(t, { site: served, path });
  await second.seal();
  assert.deepEqual(await openDocuments(second.page), ["Read one bucket", "Shared bucket"]);
  assert.equal(await editorText(second.page), text);
  // The link opens at the panel that was open.
  await second.page.getByRole("tabpanel", { name: "Simulate" }).waitFor();
  assert.equal(await second.page.getByLabel("Action").inputValue(), "s3:GetObject");
  assert.equal(await second.page.getByLabel("Resource", { exact: true }).inputValue(), "arn:aws:s3:::example-reports/ä ö&=#?");
  assert.equal(await second.page.getByLabel("Value of context key 1").inputValue(), "false");
  await second.page.getByText("Explicitly denied", { exact: true }).waitFor();
});

test("a link does not touch what the reader had, and what the reader makes of it survives a reload", async (t) => {
  const served = await site(t);
  const writer = await open(t, { site: served, context: { permissions: CLIPBOARD } });
  await writer.seal();
  await setEditorText(writer.page, '{"Version": "2012-10-17", "Statement": []}');
  const path = await copyPath(writer.page, served);

  const reader = await open(t, { site: served });
  await reader.seal();
  await setEditorText(reader.page, '{"Id": "mine"}');
  await reader.reload();
  assert.equal(await editorText(reader.page), '{"Id": "mine"}');

  const other = await reader.page.context().newPage();
  await other.goto(served.address + path);
  await other.locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  assert.match(await editorText(other), /"Statement": \[\]/);
  await setEditorText(other, '{"Id": "theirs, changed"}');
  await other.waitForTimeout(600);
  await other.reload();
  await other.locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  assert.equal(await editorText(other), '{"Id": "theirs, changed"}');

  await reader.reload();
  assert.equal(await editorText(reader.page), '{"Id": "mine"}');
});

test("a link that is pasted into the address of an open page opens", async (t) => {
  const served = await site(t);
  const writer = await open(t, { site: served, context: { permissions: CLIPBOARD } });
  await writer.seal();
  await setEditorText(writer.page, '{"Id": "shared"}');
  const path = await copyPath(writer.page, served);

  const reader = await open(t, { site: served });
  await reader.seal();
  await setEditorText(reader.page, '{"Id": "mine"}');
  reader.leave();
  await reader.page.goto(served.address + path);
  await reader.page.getByText("shared").waitFor();
  await reader.seal();
  assert.equal(await editorText(reader.page), '{"Id": "shared"}');
  reader.leave();
  await reader.page.goBack();
  await reader.page.getByText("mine").waitFor();
  await reader.seal();
});

test("without a clipboard the link is shown, to be copied by hand", async (t) => {
  const served = await site(t);
  const { page, seal } = await open(t, {
    site: served,
    before: (page) =>
      page.addInitScript(() => {
        const refuse = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
        Object.defineProperty(navigator.clipboard, "writeText", { value: refuse });
      }),
  });
  await seal();
  await setEditorText(page, '{"Id": "by hand"}');
  await page.getByRole("button", { name: "Share…" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await dialog.getByRole("status").filter({ hasText: "copy it by hand" }).waitFor();
  const link = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  await dialog.getByText("Embed in a page").click();
  await assertAccessibleInBothThemes(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });

  const second = await open(t, { site: served, path: link.slice(served.address.length) });
  await second.seal();
  assert.equal(await editorText(second.page), '{"Id": "by hand"}');
});

for (const [what, path] of [
  ["cut off", "#v1/eJ"],
  ["not base64", "#v1/<img src=x onerror=alert(1)>"],
  ["of a later version", "#v9/AAAA"],
  ["a bomb", "#v2/99999999/7cEBAQAAAIIg_6-sIA"],
  ["noise", `#v1/${"A".repeat(5000)}`],
]) {
  test(`a link that is ${what} says so and opens an empty page`, async (t) => {
    const { page, seal } = await open(t, { path });
    await seal();
    await notice(page, /Nothing was opened/).waitFor();
    assert.equal(await editorText(page), "");
    await setEditorText(page, '{"Id": "still alive"}');
    await assertAccessibleInBothThemes(page);
  });
}

test("account ids are replaced, equal ones by equal ones, in the link and nowhere else", async (t) => {
  const served = await site(t);
  const { page, seal } = await open(t, { site: served, context: { permissions: CLIPBOARD } });
  await seal();
  const mine = '["arn:aws:iam::999988887777:root", "arn:aws:iam::888877776666:root", "999988887777"]';
  await setEditorText(page, mine);
  await page.getByRole("button", { name: "Share…" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  const box = dialog.getByRole("textbox", { name: "Link" });
  const before = await box.inputValue();
  await dialog.getByRole("checkbox", { name: /Replace account ids/ }).check();
  await page.waitForFunction(([before]) => document.querySelector("dialog [aria-label=Link]").value !== before, [before]);
  const link = await box.inputValue();
  await page.keyboard.press("Escape");
  assert.equal(await editorText(page), mine);
  const other = await open(t, { site: served, path: link.slice(served.address.length) });
  await other.seal();
  const theirs = '["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root", "111122223333"]';
  assert.equal(await editorText(other.page), theirs);
});

test("what is too long for a link goes into a file, which the page opens beside what the reader has", async (t) => {
  const served = await site(t);
  const writer = await open(t, { site: served });
  await writer.seal();
  // Nothing that repeats: it cannot be packed.
  const noise = Array.from({ length: 3_000 }, (_, number) => Math.imul(number, 2_654_435_761).toString(36)).join(" ");
  const text = JSON.stringify({ Id: noise });
  await setEditorText(writer.page, text);
  await writer.page.getByRole("button", { name: "Share…" }).click();
  const dialog = writer.page.getByRole("dialog", { name: "Share" });
  await dialog.getByText(/programs that send it may cut it off/).waitFor();
  const download = writer.page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save as a file" }).click();
  const saved = await readFile(await (await download).path(), "utf8");
  assert.equal(JSON.parse(saved).documents[0].text, text);

  const reader = await open(t, { site: served });
  await reader.seal();
  await setEditorText(reader.page, '{"Id": "mine"}');
  await dropFiles(reader.page, [{ name: "team.json", text: saved }]);
  await notice(reader.page, "Opened team.json").waitFor();
  assert.equal(await editorText(reader.page), text);
  await setEditorText(reader.page, '{"Id": "theirs, changed"}');
  await reader.page.waitForTimeout(600);
  await reader.reload();
  assert.equal(await editorText(reader.page), '{"Id": "theirs, changed"}');
  reader.leave();
  await reader.page.goBack();
  await reader.page.getByText("mine").waitFor();
  await reader.seal();
  assert.equal(await editorText(reader.page), '{"Id": "mine"}');
});

test("the file of a workspace that cannot be read says so and changes nothing", async (t) => {
  const { page, seal } = await open(t, {});
  await seal();
  await setEditorText(page, '{"Id": "mine"}');
  for (const [text, why] of [
    ['{"version": 7, "documents": []}', "version 7 is not known"],
    ['{"version": 1, "documents": [], "macros": []}', "unknown field `macros`"],
  ]) {
    await dropFiles(page, [{ name: "team.json", text }]);
    await notice(page, why).waitFor();
    assert.equal(await editorText(page), '{"Id": "mine"}');
  }
});
