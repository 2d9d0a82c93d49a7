// Files that are dropped or chosen: each that is no policy gets a clear message, and nothing that is open is lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertAccessibleInBothThemes,
  dropFiles,
  editorText,
  findings,
  notice,
  open,
  openDocuments,
  openSample,
  setEditorText,
} from "./page.mjs";

const MINE = '{"Id": "mine"}';

/** The most that the page may take to answer, in milliseconds; a guard against hanging, not a measurement. */
const ALIVE = 10_000;

/** Opens the page with a policy of the user's own in it. */
async function opened(t, options) {
  const all = await open(t, options);
  await all.seal();
  await setEditorText(all.page, MINE);
  return all;
}

/** What was open is still there, in the first tab. */
async function assertNothingLost(page) {
  const [first] = await page.getByRole("navigation", { name: "Policies" }).locator(".document").all();
  await first.getByRole("button").first().click();
  await page.waitForFunction(() => true);
  assert.equal(await editorText(page), MINE);
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0xff, 0xd8];
const UTF_16 = [0xff, 0xfe, ...[..."{}"].flatMap((character) => [character.charCodeAt(0), 0])];
const LATIN_1 = [..."{\"Id\": \"Stra\u00dfe\"}"].map((character) => character.charCodeAt(0));

for (const [what, file, message] of [
  ["of 10 MB", { name: "large.json", repeat: ["[0,1,2,3]\n", 1024 * 1024] }, /large\.json.*not opened: it has 10 MB/],
  ["binary", { name: "picture.png", bytes: PNG }, /picture\.png.*not opened: it is a binary file/],
  ["in UTF-16", { name: "wide.json", bytes: UTF_16 }, /wide\.json.*not opened: the text is in UTF-16/],
  ["in Latin-1", { name: "old.json", bytes: LATIN_1 }, /old\.json.*not opened: byte \d+ is not UTF-8/],
]) {
  test(`a file ${what} is not opened, and the page says why`, async (t) => {
    const { page } = await opened(t);
    await dropFiles(page, [file]);
    await notice(page, message).waitFor();
    assert.deepEqual(await openDocuments(page), ["policy"]);
    await assertNothingLost(page);
    await assertAccessibleInBothThemes(page);
  });
}

for (const [what, text, code, words] of [
  ["with a JSON array", "[1, 2, 3]", "data-type-mismatch", /a policy is an object/i],
  ["with a JSON string", '"policy"', "data-type-mismatch", /a policy is an object/i],
  ["with NUL", '{"Version": "2012\u0000-10-17"}', "json-syntax-error", /U\+0000|NUL|control/i],
  ["of YAML", "Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n    Action: s3:GetObject\n", "json-syntax-error", /YAML|JSON|expected|name/i],
]) {
  test(`a file ${what} opens in a tab of its own with a finding`, async (t) => {
    const { page } = await opened(t);
    await dropFiles(page, [{ name: "dropped.json", text }]);
    const finding = findings(page).filter({ hasText: code }).first();
    await finding.waitFor();
    assert.match(await finding.innerText(), words);
    assert.deepEqual(await openDocuments(page), ["policy", "dropped.json"]);
    await assertAccessibleInBothThemes(page);
    await assertNothingLost(page);
  });
}

test("a handful of YAML is one message, not a cascade", async (t) => {
  const { page } = await opened(t);
  await dropFiles(page, [{ name: "p.yaml", text: "Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n    Action: s3:GetObject\n    Resource: '*'\n" }]);
  await findings(page).first().waitFor();
  assert.ok((await findings(page).count()) <= 3, (await findings(page).allInnerTexts()).join("\n---\n"));
});

test("an empty file opens an empty document", async (t) => {
  const { page } = await opened(t);
  await dropFiles(page, [{ name: "empty.json", text: "" }]);
  await page.getByRole("heading", { name: "Start with a policy" }).waitFor();
  assert.deepEqual(await openDocuments(page), ["policy", "empty.json"]);
  await assertNothingLost(page);
});

for (const [what, file] of [
  ["100,000 opening brackets", { name: "deep.json", repeat: ["[", 100_000] }],
  ["100,000 objects in objects", { name: "deep.json", repeat: ['{"a":', 100_000] }],
  ["1 MB of brackets on lines of their own", { name: "deep.json", repeat: ["[\n", 512 * 1024] }],
  ["a line of 1 MB", { name: "long.json", repeat: ["0123456789abcdef", 64 * 1024] }],
  ["20,000 statements that are none", { name: "many.json", repeat: ['{"Statement": 1}\n', 20_000] }],
]) {
  test(`${what}: the page stays alive`, async (t) => {
    const { page } = await opened(t);
    const start = Date.now();
    await dropFiles(page, [file]);
    await page.getByRole("navigation", { name: "Policies" }).getByText(file.name).waitFor();
    await findings(page).first().waitFor();
    await page.locator(".cm-content").focus();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type("{");
    await page.waitForFunction(() => document.querySelector(".findings li"));
    assert.ok(Date.now() - start < ALIVE, `${Date.now() - start} ms`);
    await assertNothingLost(page);
  });
}

test("10 MB pasted into the editor: the page stays alive, and undo brings the text back", async (t) => {
  const { page } = await opened(t);
  await page.locator(".cm-content").focus();
  await page.keyboard.press("ControlOrMeta+a");
  const start = Date.now();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", '"0123456789abcdef0123456789abcdef0123456789abcdef0123456789",\n'.repeat((10 * 1024 * 1024) / 62));
    const host = [...document.querySelectorAll("*")].find((element) => element.shadowRoot);
    host.shadowRoot.querySelector(".cm-content").dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }),
    );
  });
  await findings(page).first().waitFor();
  assert.ok((await editorText(page)).length > 10_000_000);
  assert.ok(Date.now() - start < 2 * ALIVE, `${Date.now() - start} ms`);
  await page.keyboard.press("ControlOrMeta+z");
  assert.equal(await editorText(page), MINE);
});

test("several files open at once, each in its tab; one that is none spoils nothing", async (t) => {
  const { page } = await opened(t);
  await dropFiles(page, [
    { name: "one.json", text: '{"Id": "one"}' },
    { name: "picture.png", bytes: PNG },
    { name: "two.json", text: '{"Id": "two"}' },
  ]);
  await page.getByRole("navigation", { name: "Policies" }).getByText("two.json").waitFor();
  assert.deepEqual(await openDocuments(page), ["policy", "one.json", "two.json"]);
  await notice(page, /picture\.png/).waitFor();
});

test("a file dropped beside the editor opens too", async (t) => {
  const { page } = await opened(t);
  await dropFiles(page, [{ name: "beside.json", text: "{}" }], ".panel");
  await page.getByRole("navigation", { name: "Policies" }).getByText("beside.json").waitFor();
  assert.deepEqual(await openDocuments(page), ["policy", "beside.json"]);
});

test("a file is chosen in the dialog", async (t) => {
  const { page } = await opened(t);
  await page.getByRole("banner").getByRole("button", { name: "Open a sample…" }).click();
  await page.getByLabel(/A file of yours/).setInputFiles({ name: "chosen.json", mimeType: "application/json", buffer: Buffer.from('\ufeff{\r\n"Id": "chosen"\r\n}') });
  await page.getByRole("navigation", { name: "Policies" }).getByText("chosen.json").waitFor();
  assert.equal(await editorText(page), '{\n"Id": "chosen"\n}');
});

test("a closed document can be had back", async (t) => {
  const { page } = await opened(t);
  await openSample(page, /^Read one bucket/);
  await page.getByRole("button", { name: "Close Read one bucket" }).click();
  await page.getByRole("button", { name: "Reopen" }).click();
  assert.deepEqual(await openDocuments(page), ["policy", "Read one bucket"]);
  assert.match(await editorText(page), /ListTheBucket/);
});
