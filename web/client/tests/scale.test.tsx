import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { distanceInWords, nearest, position, stands, turnInWords, turnsOf } from "../src/scale/geometry";
import { Scale } from "../src/scale/scale";
import { initialState, type State } from "../src/state";
import { usePage } from "../src/store";
import { decision, lane, scaled } from "./events";

vi.mock("../src/store", () => ({ send: vi.fn(), usePage: vi.fn() }));

const user = userEvent.setup();
const page = (known: Partial<State>) => vi.mocked(usePage).mockImplementation((select) => select({ ...initialState, connection: "open", waiting: [], ...known }));
const BROKER = lane("broker", ["", "queue", "kafka"], [0.01, 4]);
const STORE = lane("store", ["sqlite", "postgresql", "cassandra"], [0.02, 0.5]);
const RULES = lane("rules", ["owners"]);

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", class { observe = vi.fn(); unobserve = vi.fn(); disconnect = vi.fn(); });
});
afterEach(cleanup);

describe("the axis", () => {
  test("gives every power of ten the same room", () => {
    const axis = { low: 0.001, high: 1000 };
    expect([0.001, 0.1, 1, 1000].map((factor) => position(factor, axis))).toEqual([0, expect.closeTo(1 / 3), 0.5, 1]);
    expect(position(5000, axis)).toBe(1);
  });

  test("says how far from today", () => {
    expect([0.0042, 0.25, 4, 4321].map(distanceInWords)).toEqual(["0.42% of today’s size", "25% of today’s size", "4 times today’s size", "4,300 times today’s size"]);
  });
});

describe("where a decision turns", () => {
  test("is told from today's side: what it becomes beyond that size", () => {
    expect(turnsOf(BROKER).map((turn) => turnInWords(turn, "daily users"))).toEqual(["below 0.01 M daily users: The ", "above 4 M daily users: The kafka"]);
    expect(turnsOf(STORE).map((turn) => turnInWords(turn, ""))).toEqual(["below 0.02 M: The sqlite", "below 0.5 M: The postgresql"]);
    expect(turnsOf(RULES)).toEqual([]);
  });

  test("is nearest on each side of today, with all that turn there", () => {
    const more = lane("cache", ["none", "redis"], [0.5]);
    expect(nearest([BROKER, STORE, more], true)).toMatchObject({ factor: 0.5, turns: [{ decision: "About store", becomes: "The postgresql" }, { decision: "About cache", becomes: "The none" }] });
    expect(nearest([BROKER, STORE], false)).toMatchObject({ size: "4 M" });
    expect(nearest([STORE], false)).toBeNull();
  });
});

describe("the texts at the points", () => {
  const texts = (count: number) => Array.from({ length: count }, () => "43.3 M");

  test("stand on their points where there is room", () => {
    expect(stands([100, 300], texts(2), 600)).toEqual(["middle", "middle"]);
  });

  test("step aside at the edges and for each other", () => {
    expect(stands([4], texts(1), 600)).toEqual(["start"]);
    expect(stands([598], texts(1), 600)).toEqual(["end"]);
    expect(stands([200, 225], texts(2), 600)).toEqual(["end", "middle"]);
    expect(stands([200, 220], texts(2), 600)).toEqual(["end", "start"]);
  });

  test("are left out rather than laid over each other", () => {
    expect(stands([200, 212, 224], texts(3), 600)[1]).toBe("none");
  });
});

describe("the chart", () => {
  const show = () => {
    page({ scale: scaled(9, "d1", STORE, BROKER, RULES), decisions: [decision("store", "cassandra", { would_change: ["writes below 20,000/s: The postgresql"] })] });
    render(<Scale />);
  };

  test("has a lane for each decision that turns, and emphasises the stretch that holds today", () => {
    show();
    expect(screen.getAllByTestId("lane").map(({ dataset }) => dataset.decision)).toEqual(["store", "broker"]);
    const today = screen.getAllByTestId("stretch").filter(({ dataset }) => dataset.now !== undefined);
    expect(today.map(({ dataset }) => dataset.option)).toEqual(["cassandra", "queue"]);
    expect(screen.getByText("1 M now")).toBeTruthy();
  });

  test("says a turn to whoever hovers, tabs or taps, and is silent after Escape", async () => {
    show();
    const [first, second] = screen.getAllByTestId("turn");
    if (!first || !second) throw new Error("no turns");
    await user.hover(second);
    expect(screen.getByTestId("turn-tip").textContent).toContain("below 0.5 M daily users: The postgresql");
    expect(screen.getByTestId("turn-tip").textContent).toContain("50% of today’s size; now The cassandra");
    await user.unhover(second);
    expect(screen.queryByTestId("turn-tip")).toBeNull();
    first.focus();
    expect((await screen.findByTestId("turn-tip")).textContent).toContain("below 0.02 M daily users: The sqlite");
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId("turn-tip")).toBeNull();
    await user.pointer({ keys: "[TouchA]", target: second });
    expect(screen.getByTestId("turn-tip").textContent).toContain("below 0.5 M");
    await user.pointer({ keys: "[TouchA]", target: screen.getByRole("heading", { level: 2 }) });
    expect(screen.queryByTestId("turn-tip")).toBeNull();
  });

  test("reads as a list of stretches, and can be a table", async () => {
    show();
    const store = within(screen.getByRole("list", { name: "About store by size" }));
    expect(store.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "The sqlite, from 0.001 M to 0.02 M", "The postgresql, from 0.02 M to 0.5 M", "The cassandra, from 0.5 M to 1000 M, which holds today",
    ]);
    await user.click(screen.getByTestId("as-table"));
    expect(screen.queryByTestId("scale-chart")).toBeNull();
    expect(screen.getAllByRole("row")).toHaveLength(1 + 3 + 3);
    expect(screen.getByRole("row", { name: /The cassandra now 0.5 M 1000 M/ })).toBeTruthy();
  });

  test("names what never changes, and what else would turn a decision", () => {
    show();
    expect(screen.getByTestId("steady").textContent).toContain("These do not change between 1,000 and 1 bn daily users.About rulesThe owners");
    expect(screen.getByTestId("flips").textContent).toContain("writes below 20,000/s: The postgresql");
    const [shrinks, grows] = screen.getAllByTestId("signpost");
    expect(shrinks?.textContent).toContain("First change below 0.5 M daily users");
    expect(grows?.textContent).toContain("First change above 4 M daily users");
  });

  test("waits for the first design", () => {
    page({});
    render(<Scale />);
    expect(screen.getByText(/^No design yet/)).toBeTruthy();
  });
});
