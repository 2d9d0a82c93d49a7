// Suggest: a policy is narrowed, and the step taken back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessibleInBothThemes, editorText, open, openPanel, openSample, setEditorText, tabTo } from "./page.mjs";

test("a suggestion narrows the text, and undo takes it back in one step", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Functions and queues/);
  await openPanel(page, "Suggest");
  const list = page.getByRole("list", { name: "Suggestions" });
  const apply = list.getByRole("button", { name: /^Apply:/ });
  await apply.waitFor();
  assert.match(await list.innerText(), /No longer allowed afterwards/);
  await list.getByText("Show the new text").click();
  await assertAccessibleInBothThemes(page);
  const before = await editorText(page);
  await apply.click();
  await apply.waitFor({ state: "detached" });
  const after = await editorText(page);
  const actions = JSON.parse(after).Statement.map(({ Action, Resource }) => [Action, Resource].flat());
  for (const [action, resource] of [
    ["lambda:InvokeFunction", /^arn:\S*:lambda:/],
    ["sqs:SendMessage", /^arn:\S*:sqs:/],
    ["sqs:ListQueues", /^\*$/],
  ]) {
    const statement = actions.find((parts) => parts.includes(action));
    assert.match(statement.at(-1), resource, action);
  }
  await assertAccessibleInBothThemes(page);
  await page.locator(".cm-content").focus();
  await page.keyboard.press("ControlOrMeta+z");
  assert.equal(await editorText(page), before);
  await apply.waitFor();
});

test("a wildcard is opened, and a level of its actions dropped", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  const resource = "arn:aws:sqs:eu-west-1:123456789012:jobs";
  const statement = { Effect: "Allow", Action: ["sqs:*"], Resource: resource };
  await setEditorText(page, JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2));
  await openPanel(page, "Suggest");
  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: /^Write out the \d+ actions of sqs:\*$/ }) });
  await card.waitFor();
  const choice = page.getByRole("group", { name: "Actions to keep" });
  await choice.getByText(/^Write: \d+ of \d+ kept$/).click();
  await choice.getByRole("checkbox", { name: "sqs:DeleteQueue" }).uncheck();
  await choice.getByText(/^Permissions management: /).click();
  await choice.getByRole("button", { name: "Drop all" }).last().waitFor();
  await choice.locator("details").filter({ hasText: /^Permissions management/ }).getByRole("button", { name: "Drop all" }).click();
  await page.getByRole("heading", { name: /^Keep \d+ of the \d+ actions of sqs:\*$/ }).waitFor();
  await assertAccessibleInBothThemes(page);
  const apply = page.getByRole("button", { name: /^Apply: .*sqs:\*/ });
  await apply.click();
  await apply.waitFor({ state: "detached" });
  const actions = JSON.parse(await editorText(page)).Statement[0].Action;
  assert.ok(actions.includes("sqs:SendMessage") && actions.includes("sqs:ReceiveMessage"), actions.join());
  for (const dropped of ["sqs:DeleteQueue", "sqs:AddPermission", "sqs:*"]) {
    assert.ok(!actions.includes(dropped), dropped);
  }
});

test("the same by keyboard", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Functions and queues/);
  const before = await editorText(page);
  await tabTo(page, /^tab Findings/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tabpanel", { name: "Suggest" }).waitFor();
  await tabTo(page, /^button Apply:/);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Apply:/ }).waitFor({ state: "detached" });
  assert.notEqual(await editorText(page), before);
});

test("where there is nothing to narrow, the panel says so", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Read one bucket/);
  await openPanel(page, "Suggest");
  await page.getByRole("heading", { name: "Nothing to narrow" }).waitFor();
  await assertAccessibleInBothThemes(page);
});
