import { useEffect, useRef, useState } from "react";

import { ChatMarkdown } from "../document/markdown";
import { FactEditor } from "../facts/fact-editor";
import type { Line } from "../state";
import { usePage } from "../store";
import { cx } from "../ui/class-names";
import type { FactView } from "../wire";
import { newestStatement, split } from "./stated";

/** What was understood, each fact once: as a chip with its value of now, which opens an editor. An older line about it keeps its words. */
export function Understood({ line }: { line: Line }) {
  const known = usePage((page) => page.facts);
  const lines = usePage((page) => page.lines);
  const [editing, setEditing] = useState<string | null>(null);
  const chips = useRef<HTMLUListElement>(null);
  const lastEdited = useRef<string | null>(null);

  useEffect(() => {
    if (editing === null && lastEdited.current !== null) {
      chips.current?.querySelector<HTMLElement>(`[data-fact="${lastEdited.current}"]`)?.focus();
    }
    lastEdited.current = editing;
  }, [editing]);

  const byTitle = new Map(known.map((fact) => [fact.title, fact]));
  const newest = newestStatement(lines, new Set(byTitle.keys()));
  const mine = new Set([...newest].filter(([, seq]) => seq === line.seq).map(([title]) => title));
  const { titles, rest } = split(line.text, mine);
  const facts = titles.flatMap((title) => byTitle.get(title) ?? []);
  const edited = facts.find(({ fact }) => fact === editing);
  return (
    <div className="space-y-3">
      {rest && <ChatMarkdown text={rest} />}
      {facts.length > 0 && (
        <div>
          <p className="mb-1.5 text-xs text-soft">Understood</p>
          <ul ref={chips} aria-label="Understood facts" className="flex flex-wrap gap-1.5">
            {facts.map((fact) => (
              <li key={fact.fact} className="max-w-full">
                <Chip fact={fact} open={fact.fact === editing} onPress={() => setEditing(fact.fact === editing ? null : fact.fact)} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {edited && <FactEditor key={edited.fact} fact={edited} onClose={() => setEditing(null)} />}
    </div>
  );
}

/** The person's words that a fact was read from, where they are others than its value. */
function quoteIn({ origin, note, text }: FactView): string {
  const [, words = ""] = /“([^”]+)”/.exec(note) ?? [];
  return origin === "given" && words !== "" && words !== text ? `“${words}”` : "";
}

interface ChipProps {
  fact: FactView;
  open: boolean;
  onPress: () => void;
}

function Chip({ fact, open, onPress }: ChipProps) {
  const quote = quoteIn(fact);
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
      {quote && <span className="ml-1.5 text-xs text-soft italic">{quote}</span>}
    </button>
  );
}
