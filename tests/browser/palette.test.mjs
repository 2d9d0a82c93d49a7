// The palette of commands.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessibleInBothThemes, editorSelection, editorText, focused, open, openDocuments, openSample } from "./page.mjs";

const palette = (page) => page.getByRole("dialog", { name: "Commands" });
const options = (page) => palette(page).getByRole("option");

async function run(page, letters, title) {
  await page.keyboard.press("Control+k");
  await palette(page).waitFor();
  await page.keyboard.type(letters);
  const first = palette(page).getByRole("option", { selected: true });
  assert.equal(await first.locator("span").innerText(), title);
  await page.keyboard.press("Enter");
  await palette(page).waitFor({ state: "hidden" });
}

test("Ctrl-K and F1 open it from the editor, Escape gives the focus back", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  for (const key of ["Control+k", "F1"]) {
    await page.getByRole("textbox", { name: /^Policy text/ }).focus();
    await page.keyboard.press(key);
    await palette(page).waitFor();
    assert.match(await focused(page), /^combobox Command/);
    await page.keyboard.press("Escape");
    await palette(page).waitFor({ state: "hidden" });
    assert.match(await focused(page), /^textbox Policy text/);
  }
  await page.getByRole("button", { name: "Commands" }).click();
  await palette(page).waitFor();
  await assertAccessibleInBothThemes(page);
});

test("commands are found by some of their letters and marked by arrows", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await page.keyboard.press("Control+k");
  const box = palette(page).getByRole("combobox", { name: "Command" });
  await box.waitFor();
  const all = await options(page).count();
  assert.ok(all > 30);
  await page.keyboard.press("ArrowDown");
  assert.equal(await box.getAttribute("aria-activedescendant"), "command-1");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await box.getAttribute("aria-activedescendant"), `command-${all - 1}`);
  assert.ok(await options(page).nth(all - 1).isVisible());
  await page.keyboard.type("dark");
  assert.equal(await options(page).first().locator("span").innerText(), "Dark colours");
  await page.keyboard.type("qqq");
  await palette(page).getByRole("status").waitFor();
  assert.equal(await options(page).count(), 0);
});

test("what commands do", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await run(page, "dark col", "Dark colours");
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await run(page, "open sim", "Open Simulate");
  await page.getByRole("tabpanel", { name: "Simulate" }).waitFor();
  await run(page, "sample: four", "Open sample: Four slips");
  assert.deepEqual(await openDocuments(page), ["Four slips"]);
  await run(page, "new pol", "New policy");
  assert.equal((await openDocuments(page)).length, 2);
  await run(page, "go to policy", "Go to policy: Four slips");
  await run(page, "judge as role", "Judge as role trust policy");
  assert.equal(await page.getByLabel("Judged as").inputValue(), "trust");
  await run(page, "keys", "Keys").catch(() => {});
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await assertAccessibleInBothThemes(page);
  await page.keyboard.press("Escape");
});

test("a finding is gone to", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Four slips/);
  await page.keyboard.press("Control+k");
  await palette(page).waitFor();
  await page.keyboard.type("go to finding");
  await page.keyboard.press("Enter");
  await palette(page).waitFor({ state: "hidden" });
  assert.notEqual(await editorSelection(page), "");
  assert.match(await focused(page), /^textbox Policy text/);
});

test("a statement is inserted into an empty text, then behind the last one", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await run(page, "insert statement: read one s3", "Insert statement: read one S3 bucket");
  await page.keyboard.type("amzn-s3-demo-bucket");
  await run(page, "insert pass one", "Insert statement: pass one role to one service");
  const { Statement } = JSON.parse(await editorText(page));
  assert.deepEqual(
    Statement.map(({ Sid }) => Sid),
    ["ReadBucket", "PassRole"],
  );
  // The bucket's name stands twice and was written once.
  assert.deepEqual(Statement[0].Resource, ["arn:aws:s3:::amzn-s3-demo-bucket", "arn:aws:s3:::amzn-s3-demo-bucket/*"]);
});
