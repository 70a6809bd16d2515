/** What the page knows, as a pure function of the events it has received: the same events always give the same page. */
import type { DecisionView, FactView, KnowledgeChanged, PresetView, QuestionView, Said, Scaled, SectionDone, ServerEvent } from "./wire";

export interface Line {
  seq: number;
  who: Said["who"];
  tone: Said["tone"];
  text: string;
}

export interface Section {
  number: number;
  id: string;
  title: string;
  markdown: string;
  /** The same section in the last finished design, where it reads differently now. */
  before: string | null;
}

export interface Design {
  id: string;
  title: string;
  done: boolean;
  /** Why it could not be finished; then it stays as it is. */
  failed: string | null;
  milliseconds: number;
  /** Numbers of the sections that have arrived for this design; the others still show the design before. */
  arrived: readonly number[];
  sections: readonly Section[];
  /** What a changed section is compared with: the Markdown of the last finished design, by number. */
  baseline: ReadonlyMap<number, string>;
  changed: readonly string[];
}

export interface State {
  session: string | null;
  revision: string;
  presets: readonly PresetView[];
  suggestions: readonly string[];
  /** The last event taken in; what the server is asked to continue from. */
  seen: number;
  /** The newest event when the connection was made: up to it, events are history and not news. */
  newest: number;
  lines: readonly Line[];
  title: string;
  facts: readonly FactView[];
  question: QuestionView | null;
  design: Design | null;
  decisions: readonly DecisionView[];
  /** The decisions of the last finished design at other sizes. */
  scale: Scaled | null;
  /** Decisions whose choice differs from the design before. */
  turned: readonly string[];
  refused: string | null;
  knowledge: KnowledgeChanged | null;
}

export const initialState: State = {
  session: null,
  revision: "",
  presets: [],
  suggestions: [],
  seen: 0,
  newest: 0,
  lines: [],
  title: "",
  facts: [],
  question: null,
  design: null,
  decisions: [],
  scale: null,
  turned: [],
  refused: null,
  knowledge: null,
};

export function reduce(state: State, event: ServerEvent): State {
  if (event.type === "welcome") {
    const same = state.session === null || state.session === event.session;
    const kept = same && !event.restarted ? state : initialState;
    const { session, revision, presets, suggestions } = event;
    // Its seq is the newest event's, not its own: what was missed comes after it and still has to be taken in.
    return { ...kept, session, revision, presets, suggestions, newest: event.seq };
  }
  if (event.type === "refused") return { ...state, refused: event.message };
  if (event.seq <= state.seen) return state;
  return { ...apply(state, event), seen: event.seq };
}

type StoredEvent = Exclude<ServerEvent, { type: "welcome" | "refused" }>;

function apply(state: State, event: StoredEvent): State {
  switch (event.type) {
    case "said":
      return { ...state, lines: [...state.lines, lineOf(event)], refused: null };
    case "facts":
      return { ...state, title: event.title, facts: event.facts, refused: null };
    case "question":
      return { ...state, question: event.question, refused: null };
    case "design_started":
      return { ...state, design: startedDesign(event.afresh ? null : state.design, event.design, event.title), refused: null };
    case "section":
      return state.design?.id === event.design ? { ...state, design: withSection(state.design, event) } : state;
    case "design_done": {
      if (state.design?.id !== event.design) return state;
      const design = { ...state.design, done: true, milliseconds: event.milliseconds, changed: event.changed };
      const knowledge = state.knowledge?.accepted ? null : state.knowledge;
      return { ...state, design, decisions: event.decisions, turned: turned(state.decisions, event.decisions), knowledge };
    }
    case "design_failed":
      return state.design?.id === event.design ? { ...state, design: { ...state.design, failed: event.message } } : state;
    case "scaled":
      return state.design?.id === event.design ? { ...state, scale: event } : state;
    case "cleared": {
      const { session, revision, presets, suggestions, newest } = state;
      return { ...initialState, session, revision, presets, suggestions, newest };
    }
    case "knowledge_changed":
      return { ...state, knowledge: event, revision: event.accepted ? event.revision : state.revision };
  }
}

const lineOf = ({ seq, who, tone, text }: Said): Line => ({ seq, who, tone, text });

// -- the design -------------------------------------------------------------------------------------------------------

/** A new design begins over the one before: its sections stay until theirs arrive, so nothing jumps. */
function startedDesign(last: Design | null, id: string, title: string): Design {
  const baseline = last?.done ? new Map(last.sections.map((section) => [section.number, section.markdown])) : last?.baseline;
  return {
    id,
    title,
    done: false,
    failed: null,
    milliseconds: 0,
    arrived: [],
    sections: last?.sections ?? [],
    baseline: baseline ?? new Map<number, string>(),
    changed: [],
  };
}

function withSection(design: Design, event: SectionDone): Design {
  const { number, id, title, markdown } = event;
  const old = design.baseline.get(number);
  const section: Section = { number, id, title, markdown, before: old === undefined || old === markdown ? null : old };
  const known = design.sections.find((candidate) => candidate.number === number);
  const others = design.sections.filter((candidate) => candidate.number !== number);
  // An unchanged section keeps its identity, so that it is not rendered again.
  const kept = known && isSameSection(known, section) ? known : section;
  const sections = [...others, kept].sort((a, b) => a.number - b.number);
  return { ...design, sections, arrived: design.arrived.includes(number) ? design.arrived : [...design.arrived, number] };
}

function isSameSection(a: Section, b: Section): boolean {
  return a.id === b.id && a.title === b.title && a.markdown === b.markdown && a.before === b.before;
}

function turned(before: readonly DecisionView[], after: readonly DecisionView[]): readonly string[] {
  const choices = new Map(before.map((decision) => [decision.decision, decision.choice]));
  return after
    .filter(({ decision, choice }) => choices.has(decision) && choices.get(decision) !== choice)
    .map(({ decision }) => decision);
}
