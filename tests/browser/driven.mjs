// Firefox and WebKit, driven by the protocols that they speak themselves. Each is `{go, run, close}`: `go(address)` opens a page,
// `run(body)` runs the body of a function there and gives its result, which is JSON.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

/** The longest that a browser may take to start, in milliseconds. */
const START = 60_000;

/** The place of a program on PATH. */
export function find(program) {
  // Servers lie where only an administrator's PATH leads.
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}

/** Why Firefox cannot be driven here; nothing where it can. */
export function missingFirefox() {
  if (!find("firefox-esr") && !find("firefox")) {
    return "Firefox is not installed (apt-get install firefox-esr)";
  }
  return globalThis.WebSocket ? undefined : "this Node has no WebSocket (node --experimental-websocket)";
}

/** Firefox over WebDriver BiDi. */
export async function firefox() {
  const profile = await mkdtemp(join(tmpdir(), "firefox-"));
  const words = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0", "about:blank"];
  const child = spawn(find("firefox-esr") ?? find("firefox"), words, { stdio: ["ignore", "ignore", "pipe"] });
  const address = await said(child.stderr, /WebDriver BiDi listening on (ws:\S+)/);
  const socket = new WebSocket(`${address}/session`);
  const waiting = new Map();
  socket.addEventListener("message", ({ data }) => {
    const { id, type, result, message } = JSON.parse(data);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    type === "error" ? reject?.(new Error(message)) : resolve?.(result);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error("Firefox takes no connection")));
  });
  let number = 0;
  const send = (method, params) =>
    new Promise((resolve, reject) => {
      number += 1;
      waiting.set(number, { resolve, reject });
      socket.send(JSON.stringify({ id: number, method, params }));
    });
  await send("session.new", { capabilities: {} });
  const { contexts } = await send("browsingContext.getTree", {});
  const { context } = contexts[0];
  return {
    go: (url) => send("browsingContext.navigate", { context, url, wait: "complete" }),
    async run(body) {
      const expression = `JSON.stringify((() => {${body}})() ?? null)`;
      const told = await send("script.evaluate", { expression, target: { context }, awaitPromise: true });
      if (told.type === "exception") {
        throw new Error(told.exceptionDetails.text);
      }
      return JSON.parse(told.result.value);
    },
    async close() {
      child.kill();
      await once(child, "exit");
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** WebKit's small browser, which is not on PATH. */
function miniBrowser() {
  const folders = existsSync("/usr/lib") ? readdirSync("/usr/lib").map((name) => join("/usr/lib", name)) : [];
  const places = [...folders, "/usr/libexec"].map((folder) => join(folder, "webkit2gtk-4.1/MiniBrowser"));
  return places.find((file) => existsSync(file));
}

/** Why WebKit cannot be driven here; nothing where it can. */
export function missingWebKit() {
  const there = find("WebKitWebDriver") && find("xvfb-run") && miniBrowser();
  return there ? undefined : "WebKit is not installed (apt-get install webkit2gtk-driver xvfb xauth)";
}

/** WebKit over WebDriver, on a screen that nobody sees. */
export async function webkit() {
  const port = await freePort();
  // In a group of its own: the driver is a child of what makes the screen.
  const child = spawn("xvfb-run", ["-a", "WebKitWebDriver", `--port=${port}`], { stdio: "ignore", detached: true });
  const send = async (path, body, method = body ? "POST" : "DELETE") => {
    const response = await fetch(`http://127.0.0.1:${port}/session${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) {
      throw new Error(value.message);
    }
    return value;
  };
  const options = { binary: miniBrowser(), args: ["--automation"] };
  const session = await tried(() => send("", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } }));
  return {
    go: (url) => send(`/${session.sessionId}/url`, { url }),
    run: (body) => send(`/${session.sessionId}/execute/sync`, { script: body, args: [] }),
    async close() {
      await send(`/${session.sessionId}`).catch(() => {});
      process.kill(-child.pid);
      await once(child, "exit");
    },
  };
}

/** What a program says that matches. */
async function said(stream, pattern) {
  const late = AbortSignal.timeout(START);
  for await (const line of createInterface({ input: stream, signal: late })) {
    const match = pattern.exec(line);
    if (match) {
      stream.resume();
      return match[1];
    }
  }
  throw new Error("it ended, or said nothing in time");
}

/** Tries until it works: a server takes a moment to start. */
export async function tried(action) {
  for (const end = Date.now() + START; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    try {
      return await action();
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
    }
  }
}

/** A port of this machine that nobody listens at. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
