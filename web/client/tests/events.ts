/** Events as the server sends them, with what a test does not care about filled in. */
import type { DecisionView, DesignDone, DesignStarted, Facts, FactView, LaneView, Question, QuestionView, Said, Scaled, SectionDone, StretchView, Welcome } from "../src/wire";

export const welcome = (rest: Partial<Welcome> = {}): Welcome => ({
  type: "welcome", seq: 0, session: "s1", revision: "r1", presets: [], suggestions: [], restarted: false, ...rest,
});

export const said = (seq: number, rest: Partial<Said> = {}): Said => ({
  type: "said", seq, who: "groundplan", text: `line ${seq}`, tone: "plain", ...rest,
});

export const fact = (name: string, rest: Partial<FactView> = {}): FactView => ({
  fact: name, title: name, group: "scale", kind: "quantity", text: "1", edit: "1", origin: "given", note: "", unit: "", options: {}, help: "", ...rest,
});

export const facts = (seq: number, ...members: FactView[]): Facts => ({ type: "facts", seq, title: "A shop", facts: members });

export const question = (rest: Partial<QuestionView> = {}): QuestionView => ({
  fact: "reach", ask: "Where are the users?", why: "It decides the regions.", help: "Where most of them live.", kind: "choice", unit: "",
  replies: [{ label: "One country", value: "one_country" }], assumed: "one country", ...rest,
});

export const asked = (seq: number, open: QuestionView | null): Question => ({ type: "question", seq, question: open });

export const started = (seq: number, design: string): DesignStarted => ({ type: "design_started", seq, design, title: "A shop", afresh: false });

export const section = (seq: number, design: string, number: number, markdown = "text"): SectionDone => ({
  type: "section", seq, design, number, id: `section-${number}`, title: `Section ${number}`, markdown,
});

export const decision = (name: string, choice: string, rest: Partial<DecisionView> = {}): DecisionView => ({
  decision: name, title: name, section: "data", question: "Which?", choice, choice_title: choice, why: [], given_up: [], would_change: [],
  pinned: false, unsatisfiable: false, risks: [], standings: [], ...rest,
});

export const done = (seq: number, design: string, rest: Partial<DesignDone> = {}): DesignDone => ({
  type: "design_done", seq, design, milliseconds: 12, decisions: [], changed: [], ...rest,
});

/** A lane that turns at these factors; sizes are today's million times the factor. */
export function lane(name: string, options: readonly string[], turns: readonly number[] = [], rest: Partial<LaneView> = {}): LaneView {
  const ends = [0.001, ...turns, 1000];
  const size = (factor: number) => `${factor} M`;
  const stretches = options.map((option, index): StretchView => {
    const [low = 0, high = 0] = ends.slice(index);
    return { low, high, low_text: size(low), high_text: size(high), option, title: `The ${option}`, now: low <= 1 && 1 < high };
  });
  return { decision: name, title: `About ${name}`, pinned: false, stretches, ...rest };
}

export const scaled = (seq: number, design: string, ...lanes: LaneView[]): Scaled => ({
  type: "scaled", seq, design, counted: "daily users", now: "1 M", lanes,
  ticks: [{ factor: 0.001, text: "1,000" }, { factor: 1, text: "1 M" }, { factor: 1000, text: "1 bn" }],
});
