// Compare: what an edit really changes, with a request that shows it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessibleInBothThemes, dropFiles, editorSelection, open, openPanel, setEditorText } from "./page.mjs";

const policy = (...statements) => JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2);
const reads = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::amzn-s3-demo-bucket/*" };
const writes = { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::amzn-s3-demo-bucket/*" };

const verdict = (page, text) => page.getByRole("status").getByText(text);
const added = (page) => page.getByRole("list", { name: "Access added" }).getByRole("listitem");
const removed = (page) => page.getByRole("list", { name: "Access removed" }).getByRole("listitem");

test("an edit that widens is shown with a witness that Simulate confirms", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await dropFiles(page, [{ name: "app.json", text: policy(reads) }]);
  await openPanel(page, "Compare");
  await page.getByText("The same access").waitFor();
  await setEditorText(page, policy(reads, writes));
  await page.getByText("Broader").waitFor();
  assert.equal(await added(page).count(), 1);
  assert.match(await added(page).innerText(), /Statement 2 allows s3:PutObject/);
  assert.match(await added(page).innerText(), /For example s3:PutObject on arn:aws:s3:::amzn-s3-demo-bucket\/example/);
  assert.equal(await removed(page).count(), 0);
  await assertAccessibleInBothThemes(page);
  // The statement is gone to.
  await added(page).getByRole("button", { name: /^line/ }).click();
  assert.match(await editorSelection(page), /PutObject/);
  await added(page).getByRole("button", { name: "Try the example in Simulate" }).click();
  await page.getByRole("tabpanel", { name: "Simulate" }).waitFor();
  assert.equal(await page.getByLabel("Action", { exact: true }).inputValue(), "s3:PutObject");
  await page.locator(".decision.allowed").waitFor();
});

test("the same by keyboard: mark a text, edit, see what is gone", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await dropFiles(page, [{ name: "app.json", text: policy(reads) }]);
  await setEditorText(page, policy(reads, writes));
  await openPanel(page, "Compare");
  await page.getByText("Broader").waitFor();
  await page.getByRole("button", { name: "Compare with this text from now on" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("The same access").waitFor();
  assert.match(await page.getByLabel("Compared with").locator("option:checked").innerText(), /when it was marked/);
  const deny = { Effect: "Deny", Action: "s3:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } };
  await setEditorText(page, policy(reads, writes, deny));
  await page.getByText("Narrower").waitFor();
  assert.match(await removed(page).innerText(), /Statement 3 denies s3:GetObject and s3:PutObject/);
  assert.match(await removed(page).innerText(), /with aws:SecureTransport = false/);
  await page.getByLabel("Compared with").selectOption({ label: "this policy as it was when it was opened" });
  await page.getByText("Both ways").waitFor();
});

test("two policies in tabs are compared, and one that cannot be read is told", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await dropFiles(page, [{ name: "old.json", text: policy(reads) }]);
  await dropFiles(page, [{ name: "new.json", text: policy(writes) }]);
  await openPanel(page, "Compare");
  await page.getByLabel("Compared with").selectOption({ label: "old.json" });
  await page.getByText("Both ways").waitFor();
  assert.match(await added(page).innerText(), /Statement 1 allows s3:PutObject/);
  assert.match(await removed(page).innerText(), /Statement 1 of the old policy allowed s3:GetObject, and nothing does now/);
  // A place in the other policy is gone to there.
  await removed(page).getByRole("button", { name: /^line/ }).click();
  assert.match(await editorSelection(page), /GetObject/);
  await setEditorText(page, '{"Statement": [');
  await page.getByRole("navigation", { name: "Policies" }).getByText("new.json").click();
  await verdict(page, "The old policy cannot be compared").waitFor();
  await page.getByRole("button", { name: /^Close old/ }).click();
  await verdict(page, "is closed").waitFor();
});
