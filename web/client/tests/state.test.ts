import { describe, expect, test } from "vitest";

import { contents } from "../src/document/outline";
import { initialState, reduce, type State } from "../src/state";
import type { ServerEvent } from "../src/wire";
import { asked, decision, done, fact, facts, lane, question, said, scaled, section, started, welcome } from "./events";

const after = (events: readonly ServerEvent[], from: State = initialState): State => events.reduce(reduce, from);

const CONVERSATION: readonly ServerEvent[] = [
  welcome(),
  said(1, { who: "person", text: "a shop" }),
  said(2, { tone: "understood" }),
  facts(3, fact("users")),
  asked(4, question()),
  asked(5, null),
  started(6, "d1"),
  section(7, "d1", 1),
  section(8, "d1", 2),
  done(9, "d1", { decisions: [decision("store", "postgresql")] }),
];

describe("the order of events", () => {
  test("the same events give the same page", () => {
    expect(after(CONVERSATION)).toEqual(after(CONVERSATION));
  });

  test("an event that was seen before changes nothing", () => {
    const state = after(CONVERSATION);
    expect(after(CONVERSATION.slice(1), state)).toBe(state);
  });

  test("a page that was away and got the rest looks like one that stayed", () => {
    const away = after(CONVERSATION.slice(0, 5));
    const back = after([welcome({ seq: 9 }), ...CONVERSATION.slice(5)], away);
    expect({ ...back, newest: 0 }).toEqual(after(CONVERSATION));
  });

  test("welcome names the newest event but does not count as having seen it", () => {
    const state = after([welcome({ seq: 2 }), said(1), said(2)]);
    expect(state.lines).toHaveLength(2);
    expect(state).toMatchObject({ seen: 2, newest: 2 });
  });

  test("a restart forgets everything but who we are", () => {
    const state = after([welcome({ restarted: true, suggestions: ["a wiki"] }), said(1)], after(CONVERSATION));
    expect(state).toMatchObject({ session: "s1", design: null, facts: [], suggestions: ["a wiki"], seen: 1 });
    expect(state.lines).toHaveLength(1);
  });

  test("another session begins with an empty page", () => {
    expect(after([welcome({ session: "s2" })], after(CONVERSATION))).toMatchObject({ session: "s2", lines: [], seen: 0 });
  });
});

describe("what cannot be done", () => {
  test("a refusal stays until something succeeds", () => {
    const refused = after([{ type: "refused", seq: 0, message: "not a number", fact: "users" }], after(CONVERSATION));
    expect(refused.refused).toBe("not a number");
    expect(reduce(refused, facts(10, fact("users"))).refused).toBeNull();
  });
});

describe("the design", () => {
  test("sections stream in, in their order", () => {
    const { design } = after([started(1, "d1"), section(2, "d1", 2), section(3, "d1", 1)]);
    expect(design?.sections.map(({ number }) => number)).toEqual([1, 2]);
    expect(design).toMatchObject({ done: false, arrived: [2, 1] });
  });

  test("a section of a design that was given up is left out", () => {
    const { design } = after([started(1, "d1"), started(2, "d2"), section(3, "d1", 1), done(4, "d1")]);
    expect(design).toMatchObject({ id: "d2", done: false, sections: [] });
  });

  test("an arriving section leaves the others untouched, so they are not rendered again", () => {
    const before = after([started(1, "d1"), section(2, "d1", 1)]);
    const next = reduce(before, section(3, "d1", 2));
    expect(next.design?.sections[0]).toBe(before.design?.sections[0]);
  });

  test("the next design replaces section by section and marks what reads differently", () => {
    const first = after([started(1, "d1"), section(2, "d1", 1, "same"), section(3, "d1", 2, "old"), done(4, "d1")]);
    const restarted = reduce(first, started(5, "d2"));
    expect(restarted.design?.sections).toEqual(first.design?.sections);

    const second = after([section(6, "d2", 1, "same"), section(7, "d2", 2, "new"), done(8, "d2", { changed: ["store"] })], restarted);
    expect(second.design?.sections[0]).toBe(first.design?.sections[0]);
    expect(second.design?.sections.map(({ before }) => before)).toEqual([null, "old"]);
    expect(second.design?.changed).toEqual(["store"]);
  });

  test("a change is measured against the last finished design, not one that was cut off", () => {
    const finished = after([started(1, "d1"), section(2, "d1", 1, "first"), done(3, "d1")]);
    const { design } = after([started(4, "d2"), section(5, "d2", 1, "second"), started(6, "d3"), section(7, "d3", 1, "first")], finished);
    expect(design?.sections[0]?.before).toBeNull();
  });

  test("decisions that turned are known", () => {
    const first = after([started(1, "d1"), done(2, "d1", { decisions: [decision("store", "postgresql"), decision("cdn", "none")] })]);
    const second = after([started(3, "d2"), done(4, "d2", { decisions: [decision("store", "cassandra"), decision("cdn", "none")] })], first);
    expect(second.turned).toEqual(["store"]);
  });

  test("news of accepted rules goes away with the first design made by them", () => {
    const edited = reduce(after(CONVERSATION), { type: "knowledge_changed", seq: 10, revision: "r2", accepted: true, findings: [] });
    expect(edited).toMatchObject({ revision: "r2", knowledge: { accepted: true } });
    expect(after([started(11, "d2"), done(12, "d2")], edited).knowledge).toBeNull();
  });

  test("refused rules change no revision and stay on screen with their findings", () => {
    const edited = reduce(after(CONVERSATION), { type: "knowledge_changed", seq: 10, revision: "r2", accepted: false, findings: ["a.yaml:1:1"] });
    expect(after([started(11, "d2"), done(12, "d2")], edited)).toMatchObject({ revision: "r1", knowledge: { findings: ["a.yaml:1:1"] } });
  });
});

describe("a design that could not be finished", () => {
  const failed: ServerEvent = { type: "design_failed", seq: 12, design: "d2", message: "section 7 cannot be written" };
  const state = after([started(10, "d2"), section(11, "d2", 1, "new"), failed], after(CONVERSATION));

  test("says why and is not done", () => {
    expect(state.design).toMatchObject({ id: "d2", done: false, failed: "section 7 cannot be written" });
    expect(contents(state.design).map((entry) => entry.state)).not.toContain("writing");
  });

  test("is forgotten with the next", () => {
    expect(reduce(state, started(13, "d3")).design?.failed).toBeNull();
  });
});

describe("the decisions at other sizes", () => {
  test("are those of the last finished design", () => {
    const chart = scaled(10, "d1", lane("store", ["sqlite", "postgresql"], [0.1]));
    const state = after([chart, started(11, "d2")], after(CONVERSATION));
    expect(state.scale).toBe(chart);
    expect(after([{ ...chart, seq: 12 }], state).scale).toBe(chart);
    expect(after([{ ...chart, seq: 12, design: "d2" }], state).scale?.design).toBe("d2");
  });
});
