/** The one store of the page: the state of the session, the state of the connection, and a way to send. */
import { useSyncExternalStore } from "react";

import { Connection, type ConnectionStatus, type Outgoing } from "./connection";
import { rememberedSession, rememberSession } from "./session";
import { initialState, reduce, type State } from "./state";

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

const scheme = location.protocol === "https:" ? "wss" : "ws";
const connection = new Connection({
  url: `${scheme}://${location.host}/ws`,
  resumeFrom: () => ({ session: page.session ?? rememberedSession(), after: page.seen }),
  onEvent(event) {
    update(reduce(page, event));
    if (event.type === "welcome") rememberSession(event.session);
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

/** Puts a notice away; the next event of its kind brings it back. */
export const dismiss = (notice: "refused" | "knowledge"): void => update({ [notice]: null });

export function usePage<T>(select: (page: Page) => T): T {
  return useSyncExternalStore(subscribe, () => select(page));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
