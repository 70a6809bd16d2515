/** One WebSocket that comes back by itself, says hello with what was last seen, and keeps what is sent while it is away. */
import type { ClientMessage, ServerEvent } from "./wire";

export type ConnectionStatus = "connecting" | "open" | "reconnecting";
export type Outgoing = Exclude<ClientMessage, { type: "hello" }>;

interface Options {
  url: string;
  /** What hello says: read anew at each connection. */
  resumeFrom: () => { session: string | null; after: number };
  onEvent: (event: ServerEvent) => void;
  onStatus: (status: ConnectionStatus) => void;
  /** The messages that wait for the connection, whenever they change. */
  onWaiting: (waiting: readonly Outgoing[]) => void;
  openSocket?: (url: string) => WebSocket;
  random?: () => number;
}

const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;
/** A connection that does not open within this time is given up and tried again. */
const OPEN_WITHIN = 10_000;

/** Exponential backoff with jitter: between half and the whole of a delay that doubles, so that clients do not return in step. */
export function backoff(attempt: number, random: () => number): number {
  const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt);
  return longest * (0.5 + 0.5 * random());
}

export class Connection {
  readonly #options: Options;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #welcomed = false;
  #stopped = true;
  #waiting: readonly Outgoing[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#options.onStatus("connecting");
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#drop();
  }

  /** Sends now, or as soon as there is a connection again; messages keep their order. */
  send(message: Outgoing): void {
    if (this.#welcomed && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
    else this.#wait([...this.#waiting, message]);
  }

  /** Tries at once instead of waiting for the backoff: the network is back, or the person looks at the page again. */
  hurry(): void {
    if (this.#stopped || this.#socket) return;
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#open();
  }

  /** The network went away: the browser knows before the socket does. */
  lost(): void {
    if (!this.#stopped && this.#socket) this.#retry();
  }

  #open(): void {
    const socket = (this.#options.openSocket ?? ((url) => new WebSocket(url)))(this.#options.url);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#retry(), OPEN_WITHIN);
    socket.onopen = () => {
      const { session, after } = this.#options.resumeFrom();
      socket.send(JSON.stringify({ type: "hello", session, after } satisfies ClientMessage));
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => this.#receive(JSON.parse(data) as ServerEvent);
    socket.onclose = () => this.#retry();
  }

  #receive(event: ServerEvent): void {
    this.#options.onEvent(event);
    if (event.type !== "welcome" || this.#welcomed) return;
    clearTimeout(this.#timer);
    this.#welcomed = true;
    this.#attempt = 0;
    this.#options.onStatus("open");
    const waiting = this.#waiting;
    this.#wait([]);
    for (const message of waiting) this.send(message);
  }

  #retry(): void {
    this.#drop();
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#options.onStatus("reconnecting");
    const delay = backoff(this.#attempt, this.#options.random ?? Math.random);
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.#open(), delay);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#welcomed = false;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #wait(waiting: readonly Outgoing[]): void {
    if (waiting.length === 0 && this.#waiting.length === 0) return;
    this.#waiting = waiting;
    this.#options.onWaiting(waiting);
  }
}
