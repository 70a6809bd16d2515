/** How a fact's `edit` text becomes the start value of an editor, and an editor's content the value that is sent. */
import type { FactView, SetFact } from "../wire";

export type FactValue = SetFact["value"];

/** The ids of the options that are in a set's `edit` text. */
export function chosenOptions(fact: FactView): string[] {
  const words = new Set(fact.edit.split(/[\s,;]+/));
  const titles = new Set(fact.edit.split(/\s*[,;]\s*/));
  return Object.entries(fact.options)
    .filter(([id, title]) => words.has(id) || titles.has(title))
    .map(([id]) => id);
}

export const isOn = (fact: FactView): boolean => /^(true|yes|on|1)$/i.test(fact.edit.trim());

/** Derived values without a text to start from are results only: there is nothing to edit. */
export const isEditable = (fact: FactView): boolean => fact.origin !== "derived" || fact.edit !== "";

/** What was said or taken from a preset can be taken back; assumptions and results cannot. */
export const isRevocable = (fact: FactView): boolean => fact.origin === "given" || fact.origin === "preset";
