// What the editor offers to write, and says about what is written.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, editorText, findings, focused, open, openPanel, openSample, setEditorText } from "./page.mjs";

/** The list of what can be written, and the option that is marked in it. */
const list = (page) => page.getByRole("listbox", { name: "Completions" });
const marked = (page) => list(page).getByRole("option", { selected: true });

/** Goes down the open list to an option and takes it, all by keyboard. */
async function choose(page, label) {
  await list(page).waitFor();
  const option = list(page).getByRole("option").filter({ has: page.getByText(label, { exact: true }) });
  await option.first().waitFor();
  // The list takes no key in its first moments: a person's would be meant for the text.
  await page.waitForTimeout(150);
  for (let pressed = 0; pressed < 60; pressed += 1) {
    const text = await marked(page).locator(".cm-completionLabel").innerText();
    if (text === label) {
      await page.keyboard.press("Enter");
      return;
    }
    await page.keyboard.press("ArrowDown");
  }
  assert.fail(`${label} is not in the list: ${await list(page).innerText()}`);
}

/** Asks for what can be written at the cursor. */
const ask = (page) => page.keyboard.press("Control+Space");

/** A position of the text, where the cursor goes. */
async function placeCursor(page, at) {
  await page.locator(".cm-content").evaluate((content, at) => {
    const { view } = content.cmTile;
    view.dispatch({ selection: { anchor: at } });
    view.focus();
  }, at);
}

test("a whole policy is written by choosing, by keyboard", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await page.getByRole("textbox", { name: /^Policy text/ }).focus();
  await ask(page);
  await choose(page, "policy");
  await choose(page, "Allow");
  await page.keyboard.press("Tab");
  await choose(page, "s3:");
  await page.keyboard.type("ListB");
  await choose(page, "s3:ListBucket");
  await page.keyboard.press("Tab");
  await choose(page, "arn:aws:s3:::${BucketName}");
  await page.keyboard.type("amzn-s3-demo-bucket");
  await page.keyboard.press("Escape");
  // Behind the list of resources, the next element.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await ask(page);
  await choose(page, "Condition");
  await choose(page, "StringLike");
  await choose(page, "s3:prefix");
  await page.keyboard.type("home/${");
  await choose(page, "aws:username");
  assert.deepEqual(JSON.parse(await editorText(page)), {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: ["arn:aws:s3:::amzn-s3-demo-bucket"],
        Condition: { StringLike: { "s3:prefix": "home/${aws:username}" } },
      },
    ],
  });
  assert.equal(await page.getByRole("tabpanel").getByText("Nothing found").count(), 1);
});

test("the list opens while one types, and Escape closes it", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await setEditorText(page, "");
  await page.keyboard.type('{"Statement": [{"Action": "sqs:se');
  await list(page).waitFor();
  assert.equal(await marked(page).locator(".cm-completionLabel").innerText(), "sqs:SendMessage");
  await assertAccessible(page);
  await page.keyboard.press("Escape");
  await list(page).waitFor({ state: "hidden" });
  assert.match(await focused(page), /^textbox Policy text/);
});

test("Tab leaves the editor again once everything is filled in", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await page.getByRole("textbox", { name: /^Policy text/ }).focus();
  await ask(page);
  await choose(page, "policy");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.doesNotMatch(await focused(page), /^textbox/);
});

test("a choice, its comma with it, is one step of undo", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  const before = '{\n  "Version": "2012-10-17"\n}';
  await setEditorText(page, before);
  await placeCursor(page, before.length - 2);
  await ask(page);
  await choose(page, "Statement");
  assert.match(await editorText(page), /"2012-10-17",\n  "Statement": \[/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+z");
  assert.equal(await editorText(page), before);
});

test("a hover says what an action does", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Read one bucket/);
  await page.locator(".cm-line").getByText("s3:GetObject", { exact: false }).first().hover({ position: { x: 60, y: 8 } });
  const box = page.locator(".hover");
  await box.waitFor();
  assert.match(await box.innerText(), /s3:GetObject \(Read\)/);
  assert.match(await box.innerText(), /Grants permission to/i);
  assert.equal(await box.locator("code").first().innerText(), "accesspointobject");
});

test("all safe fixes are taken in one step of undo", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  const before = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject",], "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*",}],}';
  await setEditorText(page, before);
  const button = page.getByRole("button", { name: /^Fix all safe \(3\)/ });
  await button.click();
  await button.waitFor({ state: "hidden" });
  JSON.parse(await editorText(page));
  await page.locator(".cm-content").focus();
  await page.keyboard.press("ControlOrMeta+z");
  assert.equal(await editorText(page), before);
});

test("a fix goes into the document that it is for, after another one was edited", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await setEditorText(page, '{"Version": "2012-10-17", "Statement": [],}');
  await page.getByRole("button", { name: "+ New" }).click();
  await setEditorText(page, "[");
  await page.getByRole("navigation", { name: "Policies" }).getByRole("button", { name: /^policy identity/ }).click();
  await page.getByRole("button", { name: /^Fix all safe/ }).click();
  await page.waitForFunction(() => !document.querySelector(".status")?.textContent.includes("Fix all safe"));
  JSON.parse(await editorText(page));
});

test("several cursors, find and replace, folding", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await setEditorText(page, '{\n  "a": [\n    "one",\n    "one"\n  ]\n}');
  await placeCursor(page, 18);
  await page.keyboard.press("ControlOrMeta+d");
  await page.keyboard.press("ControlOrMeta+d");
  await page.keyboard.type("two");
  await page.keyboard.press("Escape");
  assert.deepEqual(JSON.parse(await editorText(page)), { a: ["two", "two"] });
  await page.keyboard.press("ControlOrMeta+f");
  await page.getByRole("textbox", { name: "Find" }).fill("two");
  await page.getByRole("textbox", { name: "Replace" }).fill("three");
  await page.getByRole("button", { name: "replace all" }).click();
  assert.deepEqual(JSON.parse(await editorText(page)), { a: ["three", "three"] });
  await page.keyboard.press("Escape");
  await placeCursor(page, 4);
  await page.keyboard.press("Control+Shift+BracketLeft");
  await page.locator(".cm-foldPlaceholder").waitFor();
  await page.keyboard.press("Control+Shift+BracketRight");
  await page.locator(".cm-foldPlaceholder").waitFor({ state: "detached" });
});

test("the plain text editor is chosen, remembered, and tells findings", async (t) => {
  const { page, seal, reload } = await open(t);
  await seal();
  await openSample(page, /^Four slips/);
  const text = await editorText(page);
  await page.getByRole("button", { name: "Plain text editor" }).click();
  const area = page.getByRole("textbox", { name: /^Policy text of Four slips/ });
  assert.equal(await area.inputValue(), text);
  const told = page.locator(".editor-frame").getByRole("status");
  assert.match(await told.innerText(), /errors?/);
  await assertAccessible(page);
  await area.focus();
  await page.keyboard.press("F8");
  assert.match(await told.innerText(), /^error: /);
  await page.keyboard.press("Tab");
  assert.doesNotMatch(await focused(page), /^textbox Policy text/);
  // A fix from the list goes into it.
  const before = await findings(page).count();
  await page.getByRole("tabpanel").locator(".fixes button").first().click();
  await page.waitForFunction((count) => document.querySelectorAll(".findings > li").length < count, before);
  assert.notEqual(await area.inputValue(), text);
  await reload();
  await area.waitFor();
  await page.getByRole("button", { name: "Plain text editor" }).click();
  await page.locator(".cm-content").waitFor();
  await reload();
  await page.locator(".cm-content").waitFor();
  await openPanel(page, "Suggest");
});
