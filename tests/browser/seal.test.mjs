// Nothing leaves: the seal is tried with everything by which a page can send.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./page.mjs";
import { serve } from "./server.mjs";

/** Long enough for a request to arrive, in milliseconds. */
const GRACE = 700;

/** Tries to send `secret` to `target` in every way that leaves the document where it is. */
function trySending([target, secret]) {
  const url = (way) => `${target}?way=${way}&text=${secret}`;
  const add = (name, attributes) => {
    const element = Object.assign(document.createElement(name), attributes);
    document.body.append(element);
    return element;
  };
  const ways = {
    fetch: () => fetch(url("fetch")).catch(() => {}),
    post: () => fetch(url("post"), { method: "POST", body: secret, mode: "no-cors", keepalive: true }).catch(() => {}),
    xhr: () => {
      const request = new XMLHttpRequest();
      request.open("GET", url("xhr"));
      request.send();
    },
    beacon: () => navigator.sendBeacon(url("beacon"), secret),
    socket: () => new WebSocket(url("socket").replace("http", "ws")),
    events: () => new EventSource(url("events")),
    image: () => add("img", { src: url("image") }),
    picture: () => add("img", { srcset: url("picture") }),
    script: () => add("script", { src: url("script") }),
    module: () => import(url("module")).catch(() => {}),
    worker: () => new Worker(url("worker")),
    sharedWorker: () => new SharedWorker(url("sharedWorker")),
    serviceWorker: () => navigator.serviceWorker?.register(url("serviceWorker")).catch(() => {}),
    stylesheet: () => add("link", { rel: "stylesheet", href: url("stylesheet") }),
    preload: () => add("link", { rel: "preload", as: "fetch", href: url("preload") }),
    modulePreload: () => add("link", { rel: "modulepreload", href: url("modulePreload") }),
    prefetch: () => add("link", { rel: "prefetch", href: url("prefetch") }),
    icon: () => add("link", { rel: "icon", href: url("icon") }),
    manifest: () => add("link", { rel: "manifest", href: url("manifest") }),
    frame: () => add("iframe", { src: url("frame") }),
    object: () => add("object", { data: url("object") }),
    embed: () => add("embed", { src: url("embed") }),
    video: () => add("video", { src: url("video") }),
    audio: () => add("audio", { src: url("audio") }),
    track: () => add("video", { crossOrigin: "anonymous" }).append(Object.assign(document.createElement("track"), { src: url("track"), default: true })),
    font: () => new FontFace("sent", `url(${url("font")})`).load().catch(() => {}),
    background: () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`body { background-image: url("${url("background")}") }`);
      document.adoptedStyleSheets.push(sheet);
    },
    imported: () => add("style", { textContent: `@import url("${url("imported")}")` }),
    form: () => {
      const form = add("form", { action: url("form"), method: "post" });
      form.submit();
    },
  };
  const refused = [];
  for (const [way, send] of Object.entries(ways)) {
    try {
      send();
    } catch {
      refused.push(way);
    }
  }
  return { tried: Object.keys(ways).length, refused };
}

/** Each refusal is an error in the console. */
const PROVOKED = /^/;

test("the seal refuses every way to send, to its own origin and to another", async (t) => {
  const other = await serve();
  t.after(() => other.close());
  const { page, site, seal } = await open(t, { expected: PROVOKED });
  await seal();
  const before = [...site.requests];
  for (const target of [`${site.address}data/catalog.bin`, `${other.address}data/catalog.bin`]) {
    const { tried } = await page.evaluate(trySending, [target, "secret"]);
    assert.ok(tried > 25);
    await page.waitForTimeout(GRACE);
  }
  assert.deepEqual(site.requests.slice(before.length), [], "reached the page's own origin");
  assert.deepEqual(other.requests, [], "reached another origin");
});

test("the seal stays when its element is removed or contradicted", async (t) => {
  const { page, site, seal } = await open(t, { expected: PROVOKED });
  await seal();
  const before = site.requests.length;
  const outcome = await page.evaluate(async () => {
    for (const meta of document.querySelectorAll("meta[http-equiv]")) {
      meta.remove();
    }
    const loose = document.createElement("meta");
    loose.httpEquiv = "Content-Security-Policy";
    loose.content = "default-src *; connect-src *";
    document.head.append(loose);
    return fetch("./data/catalog.bin?text=secret").then(
      () => "sent",
      () => "refused",
    );
  });
  assert.equal(outcome, "refused");
  assert.equal(site.requests.length, before);
});

test("these tests can fail: before the seal a request with a query reaches the page's own origin only", async (t) => {
  const other = await serve();
  t.after(() => other.close());
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const { page, site } = await open(t, {
    expected: PROVOKED,
    before: (page) =>
      page.route("**/data/managed-policies.json", async (route) => {
        await held;
        await route.continue();
      }),
  });
  await page.waitForSelector("html[data-seal=loading]");
  await page.evaluate(trySending, [`${site.address}data/catalog.bin`, "secret"]);
  await page.evaluate(trySending, [`${other.address}data/catalog.bin`, "secret"]);
  await page.waitForTimeout(GRACE);
  assert.ok(site.requests.some((request) => request.includes("way=fetch&text=secret")));
  assert.deepEqual(other.requests, []);
  release();
});

test("a lazy file that is missing is told, and the page is sealed all the same", async (t) => {
  const site = await serve({ without: ["managed-policies.json"] });
  t.after(() => site.close());
  const { page, seal } = await open(t, { site, expected: /404/ });
  await seal();
  await page.getByText("some files missing").waitFor();
});
