// Links: a workspace travels in the part of the address behind `#`.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertAccessibleInBothThemes,
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

/** Copies a link with the page's button; returns the part behind the page's address. */
async function copyLink(page, served) {
  await page.getByRole("button", { name: "Copy link" }).click();
  await notice(page, "Link copied").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.startsWith(`${served.address}#v1/`), link);
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
  const path = await copyLink(first.page, served);
  await assertAccessibleInBothThemes(first.page);

  const second = await open(t, { site: served, path });
  await second.seal();
  assert.deepEqual(await openDocuments(second.page), ["Read one bucket", "Shared bucket"]);
  assert.equal(await editorText(second.page), text);
  await openPanel(second.page, "Simulate");
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
  const path = await copyLink(writer.page, served);

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
  const path = await copyLink(writer.page, served);

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
  await page.getByRole("button", { name: "Copy link" }).click();
  const shown = page.getByRole("textbox", { name: "Link" });
  await shown.waitFor();
  const link = await shown.inputValue();
  await assertAccessibleInBothThemes(page);
  await page.getByRole("button", { name: "Dismiss" }).click();
  await shown.waitFor({ state: "detached" });

  const second = await open(t, { site: served, path: link.slice(served.address.length) });
  await second.seal();
  assert.equal(await editorText(second.page), '{"Id": "by hand"}');
});

for (const [what, path] of [
  ["cut off", "#v1/eJ"],
  ["not base64", "#v1/<img src=x onerror=alert(1)>"],
  ["of a later version", "#v9/AAAA"],
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
