// Asking the module, which runs in a worker of its own.

/** What the page tells where the module failed. */
export class Failed extends Error {}
/** A person did not want to wait. */
export class Cancelled extends Error {}

const text = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id)).textContent ?? "";

export class Engine extends EventTarget {
  constructor() {
    super();
    this.start();
  }

  start() {
    /** @type {Map<number, { done: (answer: any) => void, refuse: (error: Error) => void }>} */
    this.waiting = new Map();
    this.asked = 0;
    const script = URL.createObjectURL(new Blob([JSON.parse(text("worker"))], { type: "text/javascript" }));
    this.worker = new Worker(script);
    URL.revokeObjectURL(script);
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.onerror = (event) => this.fail(new Failed(event.message));
    this.worker.postMessage({ packed: [...document.querySelectorAll(".module")].map((it) => it.textContent) });
  }

  /**
   * Takes an answer, or the word that the review changed something or that the module failed.
   * @param {{id?: number, told?: string, file?: Uint8Array<ArrayBuffer>, changed?: boolean, failed?: string, isStarted?: boolean}} message
   */
  hear({ id, told, file, changed, failed, isStarted }) {
    if (failed !== undefined) return isStarted ? this.fail(new Failed(failed)) : this.refuseAll(new Failed(failed));
    if (changed) return this.dispatchEvent(new Event("changed"));
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    const answer = JSON.parse(told);
    if (answer.error === undefined) waiting?.done({ ...answer, file });
    else waiting?.refuse(new Error(answer.error));
    return undefined;
  }

  /** Ends the worker and starts another one, which knows nothing yet. @param {Error} error what those are told who wait */
  fail(error) {
    this.worker.terminate();
    const waiting = this.waiting;
    this.start();
    this.dispatchEvent(new Event("restarted"));
    waiting.forEach((it) => it.refuse(error));
  }

  /** Where the module cannot even be started, another worker would not do better. @param {Error} error */
  refuseAll(error) {
    this.waiting.forEach((it) => it.refuse(error));
    this.waiting.clear();
  }

  cancel() {
    this.fail(new Cancelled());
  }

  /**
   * @param {any} question
   * @param {Blob} [file] what it is about
   * @returns {Promise<any>} what is told, believed; `file` holds bytes
   */
  ask(question, file) {
    this.asked += 1;
    const id = this.asked;
    const answer = new Promise((done, refuse) => this.waiting.set(id, { done, refuse }));
    this.worker.postMessage({ id, question, file });
    return answer;
  }

  /** Lets the review talk to the module. @param {MessagePort} port */
  serve(port) {
    this.worker.postMessage({ port }, [port]);
  }
}
