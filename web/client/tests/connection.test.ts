import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { backoff, Connection, type ConnectionStatus, type Outgoing } from "../src/connection";
import type { ClientMessage, ServerEvent } from "../src/wire";
import { said, welcome } from "./events";

class FakeSocket {
  readyState: number = WebSocket.CONNECTING;
  sent: ClientMessage[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;

  send(data: string): void {
    this.sent.push(JSON.parse(data) as ClientMessage);
  }
  close(): void {
    this.readyState = WebSocket.CLOSED;
  }
  accept(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }
  receive(event: ServerEvent): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
  drop(): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.();
  }
}

function connected() {
  const sockets: FakeSocket[] = [];
  const statuses: ConnectionStatus[] = [];
  const events: ServerEvent[] = [];
  let waiting: readonly Outgoing[] = [];
  const connection = new Connection({
    url: "ws://host/ws",
    resumeFrom: () => ({ session: "s1", after: events.at(-1)?.seq ?? 0 }),
    onEvent: (event) => events.push(event),
    onStatus: (status) => statuses.push(status),
    onWaiting: (messages) => (waiting = messages),
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    random: () => 1,
  });
  const newest = (): FakeSocket => sockets.at(-1) ?? expect.fail("no socket was opened");
  const open = () => {
    newest().accept();
    newest().receive(welcome());
  };
  connection.start();
  return { connection, sockets, statuses, events, newest, open, waiting: () => waiting };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const SAY: Outgoing = { type: "say", text: "a shop" };

describe("backoff", () => {
  test("doubles up to a limit", () => {
    expect([0, 1, 2, 20].map((attempt) => backoff(attempt, () => 1))).toEqual([500, 1000, 2000, 15_000]);
  });
  test("spreads over the upper half", () => {
    expect(backoff(2, () => 0)).toBe(1000);
  });
});

describe("the connection", () => {
  test("says hello first, and is open once welcomed", () => {
    const { newest, open, statuses } = connected();
    open();
    expect(newest().sent).toEqual([{ type: "hello", session: "s1", after: 0 }]);
    expect(statuses).toEqual(["connecting", "open"]);
  });

  test("comes back by itself and resumes after what was seen", () => {
    const { newest, open, statuses, sockets } = connected();
    open();
    newest().receive(said(7));
    newest().drop();
    expect(statuses.at(-1)).toBe("reconnecting");
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
    newest().accept();
    expect(newest().sent).toEqual([{ type: "hello", session: "s1", after: 7 }]);
  });

  test("waits longer after each failure, and starts anew after a success", () => {
    const { newest, open, sockets } = connected();
    newest().drop();
    vi.advanceTimersByTime(500);
    newest().drop();
    vi.advanceTimersByTime(999);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
    open();
    newest().drop();
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(4);
  });

  test("gives up a socket that never opens", () => {
    const { sockets, statuses } = connected();
    vi.advanceTimersByTime(10_500);
    expect(sockets).toHaveLength(2);
    expect(statuses.at(-1)).toBe("reconnecting");
  });

  test("keeps what is sent while away, in order, and sends it once welcomed", () => {
    const { connection, newest, waiting } = connected();
    connection.send(SAY);
    connection.send({ type: "generate" });
    newest().accept();
    expect(waiting()).toHaveLength(2);
    newest().receive(welcome());
    expect(waiting()).toEqual([]);
    expect(newest().sent.slice(1)).toEqual([SAY, { type: "generate" }]);
  });

  test("hurries when the network is back, and notices when it goes", () => {
    const { connection, open, sockets, statuses } = connected();
    open();
    connection.hurry();
    expect(sockets).toHaveLength(1);
    connection.lost();
    expect(statuses.at(-1)).toBe("reconnecting");
    connection.hurry();
    expect(sockets).toHaveLength(2);
  });

  test("stays away when stopped", () => {
    const { connection, sockets, open } = connected();
    open();
    connection.stop();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });
});
