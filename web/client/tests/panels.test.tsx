import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Composer } from "../src/chat/composer";
import { QuestionCard } from "../src/chat/question-card";
import { namedIn } from "../src/chat/understood";
import { DecisionCard } from "../src/decisions/decision-card";
import { FactRow } from "../src/facts/fact-row";
import { send } from "../src/store";
import type { FactView, StandingView } from "../src/wire";
import { decision, fact, question } from "./events";

vi.mock("../src/store", () => ({ send: vi.fn(), usePage: vi.fn() }));

const user = userEvent.setup();
beforeEach(() => {
  vi.mocked(send).mockClear();
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
  const known = [
    fact("items", { title: "Business items a day", origin: "given" }),
    fact("time", { title: "Watching time", origin: "preset" }),
    fact("users", { title: "Registered users", origin: "given" }),
    fact("share", { title: "Share of phones", origin: "assumed" }),
  ];

  test("is each fact that the line names, given ones first", () => {
    const text = "Its figures: watching time 2 h, share of phones 60%.\n- Registered users: **270 M**";
    expect(namedIn(text, known).map((each) => each.fact)).toEqual(["users", "time"]);
  });

  test("is nothing where the line names no fact", () => {
    expect(namedIn("TimescaleDB it is, your choice.", known)).toEqual([]);
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
  const edit = async (rest: Partial<FactView>) => {
    render(<FactRow fact={fact("users", rest)} />);
    await user.click(screen.getByTestId("fact-edit"));
  };

  test("takes a number with its unit as text", async () => {
    await edit({ edit: "120M" });
    const input = screen.getByTestId<HTMLInputElement>("fact-input");
    expect(input.value).toBe("120M");
    await user.clear(input);
    await user.type(input, "2.5 million{Enter}");
    expect(send).toHaveBeenCalledExactlyOnceWith({ type: "set_fact", fact: "users", value: "2.5 million" });
  });

  test("takes one of a choice's options", async () => {
    await edit({ kind: "choice", edit: "a", options: { a: "Alpha", b: "Beta" } });
    await user.selectOptions(screen.getByTestId("fact-input"), "Beta");
    await user.click(screen.getByTestId("fact-save"));
    expect(send).toHaveBeenCalledWith({ type: "set_fact", fact: "users", value: "b" });
  });

  test("takes several of a set's", async () => {
    await edit({ kind: "set", edit: "feed, chat", options: { feed: "Feed", chat: "Chat", maps: "Maps" } });
    await user.click(screen.getByLabelText("Chat"));
    await user.click(screen.getByLabelText("Maps"));
    await user.click(screen.getByTestId("fact-save"));
    expect(send).toHaveBeenCalledWith({ type: "set_fact", fact: "users", value: ["feed", "maps"] });
  });

  test("takes a flag as true or false", async () => {
    await edit({ kind: "flag", edit: "true" });
    await user.click(screen.getByRole("switch"));
    await user.click(screen.getByTestId("fact-save"));
    expect(send).toHaveBeenCalledWith({ type: "set_fact", fact: "users", value: false });
  });

  test("stays as it is after Escape, and the button has the focus again", async () => {
    await edit({});
    await user.keyboard("9{Escape}");
    expect(send).not.toHaveBeenCalled();
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

  test("lets the pin be taken out", async () => {
    show(true);
    await user.click(screen.getByRole("button", { name: "Unpin cassandra for store" }));
    expect(send).toHaveBeenCalledWith({ type: "pin", decision: "store", option: null });
  });
});
