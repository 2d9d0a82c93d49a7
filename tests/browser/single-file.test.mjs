// The page as one file, opened from a disk: nothing is requested, everything works.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertAccessibleInBothThemes, browser, dropFiles, editorText, findings, notice, openPanel, openSample, setEditorText } from "./page.mjs";
import { DIST } from "./server.mjs";

const FILE = join(DIST, "iam-policy-playground.html");
const POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}]}';

async function openFile(t, profile, fragment = "") {
  assert.ok(existsSync(FILE), "cargo xtask build --single-file makes it");
  const page = await profile.newPage();
  const errors = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && request.url().split("#")[0] !== pathToFileURL(FILE).href) {
      errors.push(`request of ${request.url()}`);
    }
  });
  await page.goto(pathToFileURL(FILE).href + fragment);
  await page.locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  t.after(() => assert.deepEqual(errors, []));
  return page;
}

test("the single file does what the page does", async (t) => {
  const profile = await (await browser()).newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  t.after(() => profile.close());
  const page = await openFile(t, profile);
  await page.getByRole("status").filter({ hasText: /^sealed$/ }).waitFor();
  await setEditorText(page, POLICY);
  await findings(page).filter({ hasText: "GetObjct" }).getByRole("button", { name: /GetObject/ }).first().click();
  await findings(page).filter({ hasText: "GetObjct" }).waitFor({ state: "detached" });
  await openPanel(page, "Suggest");
  await page.getByRole("tabpanel").getByRole("listitem").first().waitFor();
  await openPanel(page, "Compare");
  await page.getByRole("button", { name: "Compare with this text from now on" }).click();
  await page.getByRole("option", { name: /when it was marked/ }).waitFor({ state: "attached" });
  await openSample(page, /^Read one bucket/);
  await page.getByRole("button", { name: "Open a sample…" }).click();
  await page.getByRole("dialog").getByRole("searchbox", { name: /managed/ }).fill("ReadOnlyAccess");
  await page.getByRole("dialog").getByRole("button", { name: /^ReadOnlyAccess/ }).waitFor();
  await page.keyboard.press("Escape");
  await assertAccessibleInBothThemes(page);

  // It is kept, and a file of a workspace opens.
  await page.waitForTimeout(600);
  await page.reload();
  await page.locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  assert.match(await editorText(page), /amzn-s3-demo-bucket|example/);
  await dropFiles(page, [{ name: "team.json", text: JSON.stringify({ version: 1, documents: [{ id: "1", name: "theirs", text: "{}" }] }) }]);
  await notice(page, "Opened team.json").waitFor();
  assert.equal(await editorText(page), "{}");
});

test("links of a hosted page open in the single file, and the pages of the checks are in it", async (t) => {
  const profile = await (await browser()).newContext();
  t.after(() => profile.close());
  const fixture = new URL("../../crates/workspace/tests/fixtures/link_v2.txt", import.meta.url);
  const page = await openFile(t, profile, (await readFile(fixture, "utf8")).trim());
  await page.getByRole("navigation", { name: "Policies" }).getByText("réports").click();
  await setEditorText(page, POLICY);
  await findings(page).filter({ hasText: "GetObjct" }).getByRole("link", { name: "invalid-action" }).click();
  const dialog = page.getByRole("dialog", { name: "About a check" });
  await dialog.getByRole("heading", { level: 1 }).waitFor();
  await assertAccessibleInBothThemes(page);
  await dialog.getByRole("link", { name: "Open in the playground" }).first().click();
  await page.getByRole("navigation", { name: "Policies" }).getByText("invalid-action").waitFor();
});
