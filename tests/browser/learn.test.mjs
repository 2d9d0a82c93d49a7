// Lessons: one is solved, one fails with its reason, a team's own comes from a file, one is made from the workspace.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { assertAccessibleInBothThemes, editorText, open, openPanel, setEditorText } from "./page.mjs";

const FOLDER = new URL("../../crates/lessons/lessons/", import.meta.url);
const lesson = async (name) => JSON.parse(await readFile(new URL(name, FOLDER), "utf8"));
const text = (document) => JSON.stringify(document, null, 2);

async function openLesson(page, title) {
  await openPanel(page, "Learn");
  await page.getByRole("list", { name: "Lessons" }).getByRole("button", { name: title }).click();
  await page.getByRole("heading", { level: 2, name: title }).waitFor();
}

test("a lesson is solved, and the reader's own work stays as it was", async (t) => {
  const { page, seal, reload } = await open(t);
  await seal();
  await setEditorText(page, '{"Statement": []}');
  await openPanel(page, "Learn");
  await page.getByText("0 of 18 lessons solved").waitFor();
  await assertAccessibleInBothThemes(page);
  const { answers } = await lesson("07-least-privilege.json");
  await openLesson(page, "Least privilege: shrinking s3:*");
  await page.getByRole("status").filter({ hasText: "2 of 7 done" }).waitFor();
  // The path of the first request that fails is shown.
  await page.getByRole("heading", { name: "The path of a request: The app deletes an invoice" }).waitFor();
  await page.getByRole("list", { name: "The request's path" }).waitFor();
  await page.getByRole("button", { name: "Hint 1 of 3" }).click();
  await page.getByRole("list", { name: "Hints" }).getByText("List what the program does").waitFor();
  await assertAccessibleInBothThemes(page);
  await setEditorText(page, text(answers[0].documents["invoice-app"]));
  await page.getByRole("heading", { name: "Solved" }).waitFor();
  await page.getByRole("button", { name: "Next lesson: Bucket ARNs and object ARNs" }).waitFor();
  await assertAccessibleInBothThemes(page);
  await page.waitForFunction(() => localStorage.getItem("iam-policy-playground lessons")?.includes('"solved":true'));
  // A reload resumes the lesson, and leaves the reader's document alone.
  await reload();
  assert.equal(await editorText(page), '{"Statement": []}');
  await openPanel(page, "Learn");
  await page.getByRole("heading", { name: "Solved" }).waitFor();
  await page.getByRole("button", { name: "All lessons" }).click();
  await page.getByText("1 of 18 lessons solved").waitFor();
  assert.equal(await editorText(page), '{"Statement": []}');
});

test("a wrong answer that the lesson knows gets its own words", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  const { mistakes } = await lesson("05-mfa.json");
  const mistake = mistakes.find(({ name }) => name === "IfExists in an Allow");
  await openLesson(page, "MFA, and why Bool false is not enough");
  await setEditorText(page, text(mistake.documents.operators));
  await page.getByRole("heading", { name: "IfExists in an Allow" }).waitFor();
  await page.getByText("in an Allow it opens it").waitFor();
  await page.getByRole("list", { name: "What has to stay denied" }).getByText("Allowed, and it should be denied").waitFor();
  await page.getByRole("button", { name: "Show the solution" }).click();
  await page.getByLabel("Solution: operators").getByText("BoolIfExists").waitFor();
  await assertAccessibleInBothThemes(page);
  await page.getByRole("button", { name: "Start over" }).click();
  await page.getByRole("heading", { name: "IfExists in an Allow" }).waitFor({ state: "detached" });
});

test("a lesson opens by keyboard, and by a link in an embed", async (t) => {
  const { page, seal } = await open(t, { path: "#embed=1&lesson=abac" });
  await seal();
  await page.getByRole("heading", { name: "Tags as permissions, and who may change them" }).waitFor();
  await setEditorText(page, '{"Statement": []}');
  await page.getByText("Implicitly denied, and it should be allowed").first().waitFor();
  await page.getByRole("button", { name: "All lessons" }).focus();
  await page.keyboard.press("Enter");
  const first = page.getByRole("list", { name: "Lessons" }).getByRole("button").nth(1);
  await first.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "lesson-title");
  assert.equal(await page.evaluate(() => localStorage.length), 0, "an embed keeps nothing");
});

test("a team's own lesson is a file, and a broken one is told", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  const own = await lesson("09-explicit-and-implicit-deny.json");
  own.id = "ours";
  own.title = "Our own lesson";
  await openPanel(page, "Learn");
  const input = page.getByLabel("A lesson or saved progress from a file");
  await input.setInputFiles({ name: "ours.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(own)) });
  await page.getByRole("heading", { name: "Our own lesson" }).waitFor();
  await page.getByText("A lesson from a file").waitFor();
  // What is given cannot be changed.
  await page.getByRole("navigation", { name: "Policies" }).getByRole("button", { name: /bucket policy/ }).click();
  await page.locator('.cm-content[contenteditable="false"], .cm-content[aria-readonly="true"]').first().waitFor();
  await page.getByRole("button", { name: "All lessons" }).click();
  own.tasks[0].expect = "perhaps";
  await input.setInputFiles({ name: "ours.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(own)) });
  await page.getByText("was not opened as a lesson").waitFor();
});

test("a lesson is made from the workspace, graded and downloaded", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  const policy = (action) =>
    text({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "arn:aws:s3:::amzn-s3-demo-bucket/*" }] });
  await setEditorText(page, policy("s3:GetObject"));
  await openPanel(page, "Simulate");
  for (const action of ["s3:GetObject", "s3:DeleteObject"]) {
    await page.getByLabel("Action", { exact: true }).fill(action);
    await page.getByLabel("Resource", { exact: true }).fill("arn:aws:s3:::amzn-s3-demo-bucket/a");
    await page.getByRole("button", { name: "Expect this decision" }).click();
  }
  await setEditorText(page, policy("s3:*"));
  await openPanel(page, "Learn");
  await page.getByRole("button", { name: "Make a lesson from this workspace" }).click();
  await page.getByLabel("Title", { exact: true }).fill("Read only");
  const holds = page.getByRole("list", { name: "What the lesson holds" });
  await holds.getByText("there is none, so nobody knows").waitFor();
  await setEditorText(page, policy("s3:GetObject"));
  await page.getByLabel("What to say about it").fill("One action.");
  await page.getByRole("button", { name: "They are a right answer" }).click();
  await holds.getByText("answer 1: One action.").waitFor();
  await setEditorText(page, policy("s3:*Object"));
  await page.getByLabel("What to say about it").fill("It deletes, too.");
  await page.getByRole("button", { name: "They are a typical mistake" }).click();
  // The start makes the same mistake: the page says so before anybody learns with it.
  await holds.getByText("before anybody has made one").waitFor();
  await assertAccessibleInBothThemes(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download the lesson" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "read-only.json");
  const saved = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.equal(saved.title, "Read only");
  assert.equal(saved.answers.length, 1);
  // The reader's own policy is as it was.
  await page.getByRole("button", { name: "All lessons" }).click();
  assert.equal(await editorText(page), policy("s3:*"));
});
