/** The eleven sections by name, for those that have not arrived yet; an arrived section brings its own title. */
import type { Design } from "../state";

const OUTLINE = [
  "Problem definition & goals",
  "High-level architecture",
  "Component design",
  "Data modelling & storage",
  "APIs & communication",
  "Scalability & performance",
  "Security",
  "Observability & monitoring",
  "Testing & CI/CD",
  "Infrastructure & deployment",
  "Trade-offs & alternatives",
] as const;

export type SectionState = "waiting" | "writing" | "ready" | "changed";

export interface Entry {
  number: number;
  title: string;
  state: SectionState;
  /** Is there something to jump to? During a new design, the section of the one before. */
  shown: boolean;
}

export const sectionAnchor = (number: number): string => `section-${number}`;
export const withoutNumber = (title: string): string => title.replace(/^\s*\d+[.)]?\s+/, "");

/** The table of contents with the state of each section; `writing` is the one that comes next. */
export function contents(design: Design | null): Entry[] {
  const arrived = new Set(design?.arrived);
  const next = design && !design.done && design.failed === null ? OUTLINE.findIndex((_, index) => !arrived.has(index + 1)) + 1 : 0;
  return OUTLINE.map((name, index) => {
    const number = index + 1;
    const section = design?.sections.find((candidate) => candidate.number === number);
    const title = section ? withoutNumber(section.title) : name;
    return { number, title, shown: section !== undefined, state: stateOf() };

    function stateOf(): SectionState {
      if (arrived.has(number)) return section?.before == null ? "ready" : "changed";
      return number === next ? "writing" : "waiting";
    }
  });
}
