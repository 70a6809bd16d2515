import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Composer } from "../src/chat/composer";
import { QuestionCard } from "../src/chat/question-card";
import { Understood } from "../src/chat/understood";
import { DecisionCard } from "../src/decisions/decision-card";
import { FactRow } from "../src/facts/fact-row";
import { initialState, type Line, type State } from "../src/state";
import { edit, send, usePage } from "../src/store";
import type { FactView, StandingView } from "../src/wire";
import { decision, fact, lane, question, scaled } from "./events";

vi.mock("../src/store", () => ({ send: vi.fn(), edit: vi.fn(), forgetEdit: vi.fn(), usePage: vi.fn() }));

/** What the page knows, for the components that ask. */
const page = (known: Partial<State>) => vi.mocked(usePage).mockImplementation((select) => select({ ...initialState, connection: "open", waiting: [], ...known }));

const user = userEvent.setup();
beforeEach(() => {
  vi.mocked(send).mockClear();
  vi.mocked(edit).mockReset().mockResolvedValue(null);
  page({});
  vi.stubGlobal("ResizeObserver", class { observe = vi.fn(); unobserve = vi.fn(); disconnect = vi.fn(); });
});
afterEach(cleanup);

describe("the composer", () => {
  const type = async (keys: string) => {
    render(<Composer label="Message" placeholder="" />);
    await user.type(screen.getByTestId("composer"), keys);
  };

  test("sends with Enter and is empty again", async () => {
    await type("a shop{Enter}");
    expect(send).toHaveBeenCalledExactlyOnceWith({ type: "say", text: "a shop" });
    expect(screen.getByTestId<HTMLTextAreaElement>("composer").value).toBe("");
  });

  test("begins a new line with Shift and Enter", async () => {
    await type("a shop{Shift>}{Enter}{/Shift}in France");
    expect(send).not.toHaveBeenCalled();
    expect(screen.getByTestId<HTMLTextAreaElement>("composer").value).toBe("a shop\nin France");
  });

  test("sends nothing but blanks never", async () => {
    await type("  {Enter}");
    expect(send).not.toHaveBeenCalled();
  });
});

describe("what was understood", () => {
  const line = (seq: number, text: string): Line => ({ seq, who: "groundplan", tone: "understood", text });
  const first = line(1, "Understood:\n- Registered users: **270 M** (“270M subscribers”)\n- Availability: **99.99%** (“four nines”)\n- It does: **video**");
  const second = line(5, "Registered users: **30 M** (“30M users”, before: 270 M). Availability zones: **3** (“three”).");
  const known = [
    fact("users", { title: "Registered users", text: "30 M", note: "you said “30M users”" }),
    fact("availability", { title: "Availability", text: "99.9%" }),
  ];
  const show = (shown: Line, lines: readonly Line[]) => {
    page({ facts: known, lines });
    render(<Understood line={shown} />);
    return screen.queryAllByTestId("fact-chip").map(({ textContent }) => textContent);
  };

  test("is told once: chips take the place of the words, with the values of now", () => {
    expect(show(first, [first])).toEqual(["Registered users30 M“30M users”", "Availability99.9%"]);
    expect(screen.queryByText(/270 M/)).toBeNull();
    expect(screen.getByText("video")).toBeTruthy();
  });

  test("is a chip in the newest line about it; the older one keeps its words", () => {
    expect(show(first, [first, second])).toEqual(["Availability99.9%"]);
    expect(screen.getByText("270 M")).toBeTruthy();
    cleanup();
    expect(show(second, [first, second])).toEqual(["Registered users30 M“30M users”"]);
    expect(screen.getByText(/Availability zones/)).toBeTruthy();
  });

  test("keeps words that state no fact", () => {
    expect(show(line(1, "TimescaleDB it is, your choice."), [])).toEqual([]);
    expect(screen.getByText("TimescaleDB it is, your choice.")).toBeTruthy();
  });
});

describe("the question", () => {
  const ask = () => render(<QuestionCard question={question()} onAnsweredByKey={vi.fn()} />);

  test("is answered by a quick reply", async () => {
    ask();
    await user.click(screen.getByTestId("quick-reply"));
    expect(send).toHaveBeenCalledWith({ type: "set_fact", fact: "reach", value: "one_country" });
  });

  test("says why it is asked, and can be skipped", async () => {
    ask();
    await user.click(screen.getByTestId("why-ask"));
    expect(screen.getByText("It decides the regions.")).toBeTruthy();
    await user.click(screen.getByTestId("skip"));
    expect(send).toHaveBeenCalledWith({ type: "skip" });
  });
});

describe("a fact", () => {
  const open = async (rest: Partial<FactView>) => {
    render(<FactRow fact={fact("users", rest)} />);
    await user.click(screen.getByTestId("fact-edit"));
  };

  test("takes a number with its unit as text", async () => {
    await open({ edit: "120M" });
    const input = screen.getByTestId<HTMLInputElement>("fact-input");
    expect(input.value).toBe("120M");
    await user.clear(input);
    await user.type(input, "2.5 million{Enter}");
    expect(edit).toHaveBeenCalledExactlyOnceWith({ type: "set_fact", fact: "users", value: "2.5 million" });
  });

  test("closes once the value is taken", async () => {
    await open({});
    await user.click(screen.getByTestId("fact-save"));
    await waitFor(() => expect(screen.queryByTestId("fact-editor")).toBeNull());
  });

  test("keeps a refused value, with what is wrong beside it", async () => {
    vi.mocked(edit).mockResolvedValue("120% is out of range");
    await open({ edit: "99%" });
    const input = screen.getByTestId<HTMLInputElement>("fact-input");
    await user.clear(input);
    await user.type(input, "120%{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe("120% is out of range");
    expect(input.value).toBe("120%");
    expect(input.getAttribute("aria-invalid")).toBe("true");
    expect(input.getAttribute("aria-describedby")).toContain(screen.getByRole("alert").id);
    vi.mocked(edit).mockResolvedValue(null);
    await user.type(input, "{Backspace}{Enter}");
    await waitFor(() => expect(screen.queryByTestId("fact-editor")).toBeNull());
  });

  test("takes one of a choice's options", async () => {
    await open({ kind: "choice", edit: "a", options: { a: "Alpha", b: "Beta" } });
    await user.selectOptions(screen.getByTestId("fact-input"), "Beta");
    await user.click(screen.getByTestId("fact-save"));
    expect(edit).toHaveBeenCalledWith({ type: "set_fact", fact: "users", value: "b" });
  });

  test("takes several of a set's", async () => {
    await open({ kind: "set", edit: "feed, chat", options: { feed: "Feed", chat: "Chat", maps: "Maps" } });
    await user.click(screen.getByLabelText("Chat"));
    await user.click(screen.getByLabelText("Maps"));
    await user.click(screen.getByTestId("fact-save"));
    expect(edit).toHaveBeenCalledWith({ type: "set_fact", fact: "users", value: ["feed", "maps"] });
  });

  test("takes a flag as true or false", async () => {
    await open({ kind: "flag", edit: "true" });
    await user.click(screen.getByRole("switch"));
    await user.click(screen.getByTestId("fact-save"));
    expect(edit).toHaveBeenCalledWith({ type: "set_fact", fact: "users", value: false });
  });

  test("stays as it is after Escape, and the button has the focus again", async () => {
    await open({});
    await user.keyboard("9{Escape}");
    expect(edit).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(screen.getByTestId("fact-edit"));
  });

  test("that was given can be taken back; one that is assumed cannot", async () => {
    const { rerender } = render(<FactRow fact={fact("users")} />);
    await user.click(screen.getByTestId("fact-unset"));
    expect(send).toHaveBeenCalledWith({ type: "unset_fact", fact: "users" });
    rerender(<FactRow fact={fact("users", { origin: "assumed" })} />);
    expect(screen.queryByTestId("fact-unset")).toBeNull();
  });

  test("that follows from others is not edited", () => {
    render(<FactRow fact={fact("peak", { origin: "derived", edit: "" })} />);
    expect(screen.queryByTestId("fact-edit")).toBeNull();
  });
});

describe("a decision", () => {
  const standing = (option: string, points: number, rest: Partial<StandingView> = {}): StandingView => ({
    option, title: option, points, excluded: false, chosen: false, reasons: [], ...rest,
  });
  const standings = [standing("sqlite", 9, { excluded: true, reasons: ["out: more than one machine writes"] }), standing("postgresql", 2), standing("cassandra", 5, { chosen: true, reasons: ["+5 writes"] })];
  const show = (pinned = false) =>
    render(<DecisionCard decision={decision("store", "cassandra", { standings, pinned })} turned={false} open onToggle={vi.fn()} />);

  test("lists the chosen option first and the ruled-out one last", () => {
    show();
    expect(screen.getAllByTestId("option").map(({ dataset }) => dataset.option)).toEqual(["cassandra", "postgresql", "sqlite"]);
    expect(screen.getByText("more than one machine writes")).toBeTruthy();
  });

  test("lets another option be pinned", async () => {
    show();
    await user.click(screen.getByRole("button", { name: "Pin postgresql for store" }));
    expect(send).toHaveBeenCalledWith({ type: "pin", decision: "store", option: "postgresql" });
  });

  test("that was pinned says its risks and how to live with them", () => {
    const risks = [{ text: "one machine is **not** enough", measures: ["a second one"] }];
    render(<DecisionCard decision={decision("store", "sqlite", { standings, pinned: true, risks })} turned={false} open onToggle={vi.fn()} />);
    const shown = screen.getByTestId("risks").textContent;
    expect(shown).toContain("Risks of your choice");
    expect(shown).toContain("one machine is not enough");
    expect(shown).toContain("Mitigation: a second one");
  });

  test("shows the sizes at which it turns, and the facts that turn it", () => {
    page({ scale: scaled(9, "d1", lane("store", ["postgresql", "cassandra"], [0.25])) });
    render(<DecisionCard decision={decision("store", "cassandra", { standings, would_change: ["users below 0.25 M: The postgresql"] })} turned={false} open onToggle={vi.fn()} />);
    expect(screen.getByTestId("turn").getAttribute("aria-label")).toBe("About store: below 0.25 M daily users: The postgresql");
    expect(screen.getByText("users below 0.25 M: The postgresql")).toBeTruthy();
  });

  test("lets the pin be taken out", async () => {
    show(true);
    await user.click(screen.getByRole("button", { name: "Unpin cassandra for store" }));
    expect(send).toHaveBeenCalledWith({ type: "pin", decision: "store", option: null });
  });
});
