// A proposed text beside the one in force: findings, lines, a link and a summary for a second pair of eyes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessibleInBothThemes, editorSelection, editorText, open, openPanel, setEditorText } from "./page.mjs";
import { serve } from "./server.mjs";

const policy = (action, resource) =>
  `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "${action}", "Resource": "${resource}"}]}`;
const IN_FORCE = policy("s3:GetObjct", "arn:aws:s3:::amzn-s3-demo-bucket/*");
const PROPOSED = policy("*", "*");

const panel = (page) => page.getByRole("tabpanel", { name: "Compare" });

/** Takes the text in force, proposes another, and waits until they are compared. */
async function propose(page) {
  await setEditorText(page, IN_FORCE);
  await openPanel(page, "Compare");
  await panel(page).getByRole("button", { name: "Compare with this text from now on" }).click();
  await panel(page).getByRole("option", { name: /when it was marked/ }).waitFor({ state: "attached" });
  await setEditorText(page, PROPOSED);
  await panel(page).getByText(/^The change brings [1-9]\d* findings? and removes 1;/).waitFor();
}

test("a review link opens both texts with the findings and lines that the change brings and removes", async (t) => {
  const site = await serve();
  t.after(() => site.close());
  const writer = await open(t, { site, context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await writer.seal();
  await propose(writer.page);
  await panel(writer.page).getByRole("button", { name: "Copy review link" }).click();
  await panel(writer.page).getByRole("status").filter({ hasText: "Link copied" }).waitFor();
  const link = await writer.page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#v2\/.*&panel=compare$/);

  const reader = await open(t, { site, path: link.slice(site.address.length) });
  await reader.seal();
  assert.equal(await editorText(reader.page), PROPOSED);
  const shown = panel(reader.page);
  const brought = shown.getByRole("region", { name: "Findings that the change brings" });
  const removed = shown.getByRole("region", { name: "Findings that the change removes" });
  await brought.getByText("admin-star-star").waitFor();
  await removed.getByText("invalid-action").waitFor();
  assert.equal(await brought.getByText("invalid-action").count(), 0);
  const lines = shown.getByRole("region", { name: "Changed lines" });
  assert.match(await lines.locator("del").first().innerText(), /GetObjct/);
  assert.match(await lines.locator("ins").first().innerText(), /"Action": "\*"/);
  await assertAccessibleInBothThemes(reader.page);
  // A finding leads to its place.
  await brought.getByRole("button", { name: /^line/ }).first().click();
  assert.notEqual(await editorSelection(reader.page), "");
  // The comparison follows the text.
  await setEditorText(reader.page, IN_FORCE);
  await shown.getByRole("region", { name: "Review" }).waitFor({ state: "detached" });
});

test("a summary is copied as Markdown", async (t) => {
  const { page, seal } = await open(t, { context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await seal();
  await propose(page);
  await panel(page).getByRole("button", { name: "Copy summary for a change request" }).click();
  await panel(page).getByRole("status").filter({ hasText: "Summary copied" }).waitFor();
  const summary = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(summary, /^### Review of a policy\n\nJudged as: identity policy\. Findings: \+\d+ −1\. Lines: \+2 −2\.\n/);
  assert.match(summary, /```diff\n[^]*\n- +"Action": "s3:GetObjct",\n[^]*```\n$/);
});

test("the text in force can be another policy, which the link carries along", async (t) => {
  const site = await serve();
  t.after(() => site.close());
  const { page, seal } = await open(t, { site, context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await seal();
  await setEditorText(page, PROPOSED);
  await page.getByRole("navigation", { name: "Policies" }).getByRole("button", { name: "+ New" }).click();
  await setEditorText(page, IN_FORCE);
  await openPanel(page, "Compare");
  await panel(page).getByLabel("Compared with").selectOption("policy");
  await panel(page).getByText(/^The change brings 1 finding and removes [1-9]/).waitFor();
  await panel(page).getByRole("button", { name: "Copy review link" }).click();
  await panel(page).getByRole("status").filter({ hasText: "Link copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const reader = await open(t, { site, path: link.slice(site.address.length) });
  await reader.seal();
  await panel(reader.page).getByText(/^The change brings 1 finding and removes [1-9]/).waitFor();
});
