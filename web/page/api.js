// Stands in the place of the review's api.js: there is no server, the module of the page answers through a port.

/** Who keeps what is done here. */
export const keeper = "page";

/** Never thrown here; the review asks for them. */
export class LockedOut extends Error {}
export class Offline extends Error {}

/** @type {Map<number, (told: string) => void>} */
const waiting = new Map();
let asked = 0;
/** @type {((message: any) => void) | undefined} */
let hear;

/** @type {Promise<MessagePort>} */
const port = new Promise((done) => {
  addEventListener("message", ({ source, ports }) => {
    if (source !== parent || ports.length !== 1) return;
    ports[0].onmessage = ({ data }) => {
      if (data.event) return hear?.(data.event);
      const answer = waiting.get(data.id);
      waiting.delete(data.id);
      return answer?.(data.told);
    };
    done(ports[0]);
  });
});
parent.postMessage("cotejo-review-ready", "*");

/** Nobody has to show who they are. */
export async function enter() {
  return false;
}

/** @param {string} path @param {any} body @returns {Promise<{status?: number, body?: any, error?: string}>} what the module tells, believed */
async function ask(path, body) {
  asked += 1;
  const id = asked;
  const to = await port;
  const told = await new Promise((done) => {
    waiting.set(id, done);
    to.postMessage({ id, path, body });
  });
  return JSON.parse(told);
}

/** @param {string} path */
export async function get(path) {
  const { status, body, error } = await ask(path, undefined);
  if (status !== 200) throw new Error(body?.error ?? error);
  return body;
}

/** @param {string} path @param {any} body */
export function send(path, body) {
  return ask(path, body);
}

/** @param {(message: any) => void} heard @param {(open: boolean) => void} state */
export function listen(heard, state) {
  hear = heard;
  state(true);
}
