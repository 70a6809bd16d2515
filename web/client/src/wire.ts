// Written by `python -m web.wire_types` from web/protocol.py: do not edit.

/** Just design it. */
export interface Generate {
  type: "generate";
}

/** The first message of a connection. Without `session` a new one begins. */
export interface Hello {
  type: "hello";
  session?: string | null;
  /** the last seq that was seen */
  after?: number;
}

/** The person's own choice for a decision; without `option` the pin is taken out. */
export interface Pin {
  type: "pin";
  decision: string;
  option?: string | null;
}

export interface Restart {
  type: "restart";
}

export interface Say {
  type: "say";
  text: string;
}

/** An edit in the facts panel, or a quick reply. */
export interface SetFact {
  type: "set_fact";
  fact: string;
  value: string | boolean | number | string[];
}

/** Leaves the open question; its assumption holds. */
export interface Skip {
  type: "skip";
}

/** Takes a given or preset value back: the assumption or the formula holds again. */
export interface UnsetFact {
  type: "unset_fact";
  fact: string;
}

export type ClientMessage = Hello | Say | SetFact | UnsetFact | Skip | Generate | Pin | Restart;

/** The conversation begins anew: the page forgets lines, facts and design. */
export interface Cleared {
  seq: number;
  type: "cleared";
}

export interface DecisionView {
  decision: string;
  title: string;
  section: string;
  question: string;
  choice: string;
  choice_title: string;
  why: string[];
  given_up: string[];
  would_change: string[];
  pinned: boolean;
  unsatisfiable: boolean;
  /** what speaks against a choice that was pinned, or that breaks a rule */
  risks: RiskView[];
  standings: StandingView[];
}

/** All eleven sections are there: the downloads are ready. */
export interface DesignDone {
  seq: number;
  type: "design_done";
  design: string;
  milliseconds: number;
  decisions: DecisionView[];
  /** decisions that differ from the design before, in words */
  changed: string[];
}

/** The design ends here, unfinished: no design_done will come. `message`: what is wrong, in words. */
export interface DesignFailed {
  seq: number;
  type: "design_failed";
  design: string;
  message: string;
}

export interface DesignStarted {
  seq: number;
  type: "design_started";
  design: string;
  title: string;
  /** of another system: nothing of the design before is to be compared */
  afresh: boolean;
}

/** A fact as the facts panel shows it. `text` is the value in words; `edit` is what an input field starts with. */
export interface FactView {
  fact: string;
  title: string;
  group: string;
  kind: "quantity" | "choice" | "set" | "flag";
  text: string;
  edit: string;
  origin: "given" | "preset" | "derived" | "assumed";
  /** the words that were said, the source, or why it is assumed */
  note: string;
  unit: string;
  /** ids and titles of a choice or set */
  options: Record<string, string>;
  help: string;
}

/** All facts worth showing: what was given, the preset's, the assumed inputs and the main derived numbers. */
export interface Facts {
  seq: number;
  type: "facts";
  title: string;
  facts: FactView[];
}

/** The rules were edited: from now on designs use `revision`, or, with findings, the edit was refused. */
export interface KnowledgeChanged {
  seq: number;
  type: "knowledge_changed";
  revision: string;
  accepted: boolean;
  findings: string[];
}

/** A decision over the size of the system; one stretch if it never changes. */
export interface LaneView {
  decision: string;
  title: string;
  pinned: boolean;
  stretches: StretchView[];
}

export interface PresetView {
  id: string;
  title: string;
  summary: string;
}

/** The question on screen; null when there is none. */
export interface Question {
  seq: number;
  type: "question";
  question: QuestionView | null;
}

export interface QuestionView {
  fact: string;
  ask: string;
  /** why do you ask: which decisions hang on it */
  why: string;
  help: string;
  kind: "quantity" | "choice" | "set" | "flag";
  unit: string;
  replies: ReplyView[];
  /** what holds if the question is skipped */
  assumed: string;
}

/** A message that could not be done: what is wrong, and what instead. Not stored: `seq` stays 0. */
export interface Refused {
  seq: number;
  type: "refused";
  message: string;
  /** the fact whose edit it was */
  fact: string;
}

export interface ReplyView {
  label: string;
  value: string | boolean | number | string[];
}

export interface RiskView {
  text: string;
  /** what it takes to live with it */
  measures: string[];
}

/** A line of the conversation, in Markdown. `tone`: how the page shows it. */
export interface Said {
  seq: number;
  type: "said";
  who: "person" | "groundplan";
  text: string;
  tone: "plain" | "understood" | "problem" | "answer";
}

/** The decisions of a finished design at other sizes, those first whose nearest change is nearest to today. */
export interface Scaled {
  seq: number;
  type: "scaled";
  design: string;
  /** what a size counts, in mid-sentence: 'daily active users'; empty if a factor */
  counted: string;
  /** today's size */
  now: string;
  /** from the least size to the greatest */
  ticks: TickView[];
  lanes: LaneView[];
}

export interface SectionDone {
  seq: number;
  type: "section";
  design: string;
  number: number;
  id: string;
  title: string;
  markdown: string;
}

export interface StandingView {
  option: string;
  title: string;
  points: number;
  excluded: boolean;
  chosen: boolean;
  /** evidence for and against, strongest first: '+3 ...', '-2 ...', 'out: ...' */
  reasons: string[];
}

/** An option holds from `low` to `high` times today's size; the texts are the sizes there. */
export interface StretchView {
  low: number;
  high: number;
  low_text: string;
  high_text: string;
  /** empty where the decision is not needed */
  option: string;
  title: string;
  /** today's size lies in it */
  now: boolean;
}

export interface TickView {
  factor: number;
  text: string;
}

/** The answer to hello; its seq is that of the session's newest event. With `restarted` the page forgets what it has. */
export interface Welcome {
  seq: number;
  type: "welcome";
  session: string;
  revision: string;
  presets: PresetView[];
  suggestions: string[];
  restarted: boolean;
}

export type ServerEvent = Welcome | Said | Facts | Question | DesignStarted | SectionDone | DesignDone | DesignFailed | Scaled | Cleared | KnowledgeChanged | Refused;
