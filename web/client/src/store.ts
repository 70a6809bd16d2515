/** The one store of the page: the state of the session, the state of the connection, and a way to send. */
import { useSyncExternalStore } from "react";

import { Connection, type ConnectionStatus, type Outgoing } from "./connection";
import { rememberedSession, rememberSession } from "./session";
import { initialState, reduce, type State } from "./state";
import type { SetFact } from "./wire";

export interface Page extends State {
  connection: ConnectionStatus;
  waiting: readonly Outgoing[];
}

let page: Page = { ...initialState, connection: "connecting", waiting: [] };
const listeners = new Set<() => void>();

function update(change: Partial<Page>): void {
  page = { ...page, ...change };
  for (const listener of listeners) listener();
}

/** The edits whose answer an editor waits for, by fact. */
const edits = new Map<string, (refusal: string | null) => void>();

function settle(fact: string, refusal: string | null): boolean {
  const answer = edits.get(fact);
  edits.delete(fact);
  answer?.(refusal);
  return answer !== undefined;
}

const scheme = location.protocol === "https:" ? "wss" : "ws";
const connection = new Connection({
  url: `${scheme}://${location.host}/ws`,
  resumeFrom: () => ({ session: page.session ?? rememberedSession(), after: page.seen }),
  onEvent(event) {
    if (event.type === "refused" && settle(event.fact, event.message)) return;
    update(reduce(page, event));
    if (event.type === "welcome") rememberSession(event.session);
    if (event.type === "facts") for (const fact of edits.keys()) settle(fact, null);
  },
  onStatus: (status) => update({ connection: status }),
  onWaiting: (waiting) => update({ waiting }),
});

export function connect(): void {
  window.addEventListener("online", () => connection.hurry());
  window.addEventListener("offline", () => connection.lost());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") connection.hurry();
  });
  connection.start();
}

export const send = (message: Outgoing): void => connection.send(message);

/** Sends an edit from an editor, which hears what is wrong with it, or null once it is taken. */
export function edit(message: SetFact): Promise<string | null> {
  return new Promise((resolve) => {
    edits.set(message.fact, resolve);
    send(message);
  });
}

/** The editor is gone: a refusal is a notice like any other. */
export const forgetEdit = (fact: string): void => void edits.delete(fact);

/** Puts a notice away; the next event of its kind brings it back. */
export const dismiss = (notice: "refused" | "knowledge"): void => update({ [notice]: null });

export function usePage<T>(select: (page: Page) => T): T {
  return useSyncExternalStore(subscribe, () => select(page));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
