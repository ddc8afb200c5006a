// Talking to the server: the session, questions, and one stream of events for all pages of a browser.

/** Who keeps what is done here: "server", or "page" where there is none. */
export const keeper = "server";

/** The server does not know this page (any more). */
export class LockedOut extends Error {}
/** The server cannot be reached. */
export class Offline extends Error {}

/** Trades the token of the address for a cookie and takes it out of the address; false where there is none. */
export async function enter() {
  const token = location.hash.slice(1);
  if (!/^[0-9a-f]{64}$/.test(token)) return false;
  history.replaceState(null, "", location.pathname);
  // A token that was used already does no harm: the cookie it gave may still be here.
  await send("/api/session", { token }).catch(/** @returns {void} */ () => undefined);
  return true;
}

/** @param {string} path @param {RequestInit} options @returns {Promise<{status: number, body: any}>} what the server tells, believed */
async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, credentials: "same-origin", cache: "no-store" });
  } catch {
    throw new Offline();
  }
  if (response.status === 401) throw new LockedOut();
  if (response.status === 204) return { status: 204, body: null };
  try {
    return { status: response.status, body: await response.json() };
  } catch {
    // Cut off in the middle, or refused before anything was looked at.
    if (response.status >= 400 && response.status < 500) return { status: response.status, body: { error: response.statusText } };
    throw new Offline();
  }
}

/** @param {string} path */
export async function get(path) {
  const { status, body } = await ask(path, {});
  if (status !== 200) throw new Error(body.error);
  return body;
}

/** @param {string} path @param {any} body */
export function send(path, body) {
  const headers = { "content-type": "application/json", "x-cotejo": "1" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/**
 * Calls `heard` with each event and `state` with whether the stream is open. Browsers allow six connections to a server, so
 * one page listens and tells the others.
 * @param {(message: any) => void} heard
 * @param {(open: boolean) => void} state
 */
export function listen(heard, state) {
  const channel = new BroadcastChannel("cotejo-review");
  channel.onmessage = ({ data }) => ("open" in data ? state(data.open) : heard(data.message));
  const lead = () => {
    const stream = new EventSource("/api/events");
    const tell = (/** @type {any} */ data) => {
      channel.postMessage(data);
      "open" in data ? state(data.open) : heard(data.message);
    };
    stream.onopen = () => tell({ open: true });
    stream.onerror = () => {
      tell({ open: false });
      // A refused stream is closed for good; a server that comes back is found again.
      if (stream.readyState === EventSource.CLOSED) setTimeout(lead, 3000);
    };
    stream.onmessage = ({ data }) => tell({ message: JSON.parse(data) });
    return new Promise(() => undefined);
  };
  if (navigator.locks) navigator.locks.request("cotejo-review-events", lead);
  else lead();
}
