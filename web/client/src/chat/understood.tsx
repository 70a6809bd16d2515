import { useEffect, useRef, useState } from "react";

import { FactEditor } from "../facts/fact-editor";
import { usePage } from "../store";
import { cx } from "../ui/class-names";
import type { FactView } from "../wire";

interface UnderstoodProps {
  /** The line that says what was understood: its facts are those it names by their titles. */
  text: string;
}

/** What was understood, as chips that open an editor: a wrong reading is put right where it is seen. */
export function Understood({ text }: UnderstoodProps) {
  const known = usePage((page) => page.facts);
  const [editing, setEditing] = useState<string | null>(null);
  const chips = useRef<HTMLUListElement>(null);
  const lastEdited = useRef<string | null>(null);

  useEffect(() => {
    if (editing === null && lastEdited.current !== null) {
      chips.current?.querySelector<HTMLElement>(`[data-fact="${lastEdited.current}"]`)?.focus();
    }
    lastEdited.current = editing;
  }, [editing]);

  const facts = namedIn(text, known);
  if (facts.length === 0) return null;
  const edited = facts.find(({ fact }) => fact === editing);
  return (
    <div className="mt-2 space-y-2">
      <ul ref={chips} aria-label="Understood facts" className="flex flex-wrap gap-1.5">
        {facts.map((fact) => (
          <li key={fact.fact} className="max-w-full">
            <Chip fact={fact} open={fact.fact === editing} onPress={() => setEditing(fact.fact === editing ? null : fact.fact)} />
          </li>
        ))}
      </ul>
      {edited && <FactEditor key={edited.fact} fact={edited} onClose={() => setEditing(null)} />}
    </div>
  );
}

/** What the person gave comes first, then what the preset brought along. */
export function namedIn(text: string, facts: readonly FactView[]): FactView[] {
  const words = text.toLowerCase();
  const named = facts.filter(({ title }) => words.includes(title.toLowerCase()));
  return (["given", "preset"] as const).flatMap((origin) => named.filter((fact) => fact.origin === origin));
}

interface ChipProps {
  fact: FactView;
  open: boolean;
  onPress: () => void;
}

function Chip({ fact, open, onPress }: ChipProps) {
  return (
    <button
      type="button"
      data-testid="fact-chip"
      data-fact={fact.fact}
      aria-expanded={open}
      title={fact.note || undefined}
      onClick={onPress}
      className={cx(
        "min-h-8 max-w-full rounded-2xl border px-3 py-1 text-left text-[0.8125rem] leading-snug transition-colors",
        open ? "border-blue bg-blue-wash" : "border-rule bg-sheet hover:border-blue",
      )}
    >
      <span className="mr-1.5 text-soft">{fact.title}</span>
      <span className="font-medium tabular-nums">{fact.text}</span>
    </button>
  );
}
