// Who is let in, and who is not.
"use strict";

const assert = require("node:assert/strict");
const http = require("node:http");
const net = require("node:net");
const { links, press, select } = require("./world.cjs");

/** A request as no browser would make it. */
function ask(origin, { path = "/api/works", method = "GET", headers = {}, body } = {}) {
  const { port } = new URL(origin);
  return new Promise((done, fail) => {
    const request = http.request({ host: "127.0.0.1", port, path, method, headers, setHost: !("host" in headers) }, (response) => {
      let text = "";
      response.on("data", (data) => (text += data));
      response.on("end", () => done({ status: response.statusCode, headers: response.headers, text }));
    });
    request.on("error", fail);
    request.end(body);
  });
}

module.exports = () => ({
  "requests that are refused": async (world) => {
    const server = await world.work().serve();
    const { origin } = server;
    const { port } = new URL(origin);
    const token = server.link.split("#")[1];
    const own = { "content-type": "application/json", "x-cotejo": "1" };
    const session = (token) => ask(origin, { path: "/api/session", method: "POST", headers: own, body: JSON.stringify({ token }) });
    assert.equal((await session("0".repeat(64))).status, 401);
    const entered = await session(token);
    assert.equal(entered.status, 204);
    assert.equal((await session(token)).status, 401, "a token counts once");
    const [given] = entered.headers["set-cookie"];
    assert.match(given, new RegExp(`^cotejo-${port}=[0-9a-f]{64}; HttpOnly; SameSite=Strict; Path=/$`));
    const cookie = given.split(";")[0];
    assert.equal((await ask(origin, { headers: { cookie } })).status, 200);
    assert.equal((await ask(origin)).status, 401, "without a cookie");
    for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1:${port}.evil.example`, `localhost.:${port}`]) {
      for (const path of ["/", "/main.js", "/api/works", "/api/events"]) {
        assert.equal((await ask(origin, { path, headers: { host, cookie } })).status, 421, `${host} ${path}`);
      }
    }
    const body = JSON.stringify({ client: "x", seq: 1, do: { op: "accept", at: { source: "Fin." } } });
    const write = (headers, sent = body) => ask(origin, { path: "/api/works/obra/ops", method: "POST", headers: { cookie, ...headers }, body: sent });
    for (const [name, headers] of Object.entries({
      "no header of ours": { "content-type": "application/json" },
      "a form": { "x-cotejo": "1", "content-type": "application/x-www-form-urlencoded" },
      "origin null": { ...own, origin: "null" },
      "another origin": { ...own, origin: "http://evil.example" },
      "another port": { ...own, origin: "http://127.0.0.1:1" },
      "another site": { ...own, "sec-fetch-site": "cross-site" },
    })) assert.equal((await write(headers)).status, 403, name);
    assert.equal((await ask(origin, { path: "/api/works/obra/ops", method: "POST", headers: own, body })).status, 401);
    for (const method of ["PUT", "DELETE", "OPTIONS", "TRACE"]) {
      const { status, headers } = await ask(origin, { path: "/api/works/obra/ops", method, headers: { cookie, ...own } });
      assert.equal(status, 405, method);
      assert.equal(headers["access-control-allow-origin"], undefined);
    }
    assert.equal((await write(own, "{")).status, 400);
    assert.equal((await write(own, `{"x": "${"y".repeat(1 << 19)}"}`)).status, 413);
    for (const path of ["/../Cargo.toml", "/%2e%2e/texts/es/obra.txt", "/texts/es/obra.txt", "/api/works/1", "/api/works/-1", "/.cotejo"]) {
      const { status } = await ask(origin, { path, headers: { cookie } });
      assert.ok(status === 404 || status === 400, `${path} ${status}`);
    }
    const { headers } = await ask(origin, { path: "/" });
    assert.match(headers["content-security-policy"], /^default-src 'none'/);
    assert.deepEqual(
      [headers["x-content-type-options"], headers["referrer-policy"], headers["cache-control"]],
      ["nosniff", "no-referrer", "no-store"],
    );
    assert.equal((await write(own)).status, 200, "and the right one passes");
  },

  "the address holds no secret once it is open, and scripts cannot read the cookie": async (world) => {
    const page = await world.open(await world.work().serve());
    assert.equal(new URL(page.url()).hash, "");
    assert.equal(await page.evaluate(() => document.cookie), "");
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      return window.ran ?? false;
    }).catch(() => false);
    assert.equal(ran, false);
    world.complaints.length = 0; // the browser tells of the script that it did not run
  },

  "texts are texts": async (world) => {
    const bad = '<img src=x onerror="window.ran=true"> <script>window.ran=true</script>';
    world.work("obra", [[[`Uno ${bad}`], [`One ${bad}`], { confidence: 0.4, note: bad, reasons: [bad] }], [["Dos."], ["Two."]]]);
    const page = await world.open(await world.serve());
    await page.locator(".evidence li").waitFor();
    assert.equal(await page.evaluate(() => window.ran), undefined);
    assert.equal(await page.locator("td img, td script, aside img").count(), 0);
  },

  "a hundred hostile connections do not stop the right one": async (world) => {
    const server = await world.work().serve();
    const { port } = new URL(server.origin);
    const sockets = [];
    for (let n = 0; n < 100; n += 1) {
      const socket = net.connect(Number(port), "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(["GET / HTTP/1.1\r\nHost: 127.0.0.1", "\x16\x03\x01\x02", "POST /api/works/obra/ops HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"][n % 3]);
      sockets.push(socket);
    }
    const page = await world.open(server);
    const started = Date.now();
    await select(page, "El perro");
    await press(page, "Shift+Space");
    assert.ok((await links(page)).some((it) => it.endsWith(" +")));
    assert.ok(Date.now() - started < 5000);
    // Who says nothing is dropped.
    await Promise.all(sockets.map((it) => it.destroyed || new Promise((done) => {
      it.on("close", done);
      setTimeout(done, 15_000);
      it.resume();
    })));
    const open = sockets.filter((it) => !it.destroyed && it.readyState === "open").length;
    sockets.forEach((it) => it.destroy());
    assert.equal(open, 0, "slow clients are dropped");
  },
});
