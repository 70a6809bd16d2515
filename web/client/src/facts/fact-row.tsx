import { memo, useEffect, useRef, useState } from "react";

import { InlineMarkdown } from "../document/markdown";
import { send } from "../store";
import { Pencil, Undo } from "../ui/icons";
import type { FactView } from "../wire";
import { FactEditor } from "./fact-editor";
import { OriginBadge } from "./origin-badge";
import { isEditable, isRevocable } from "./values";

export const FactRow = memo(function FactRow({ fact }: { fact: FactView }) {
  const [editing, setEditing] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);

  useEffect(() => {
    if (wasEditing.current && !editing) edit.current?.focus();
    wasEditing.current = editing;
  }, [editing]);

  return (
    <li data-testid="fact" data-fact={fact.fact} data-origin={fact.origin} className="border-t border-rule py-3 first:border-t-0">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="text-sm leading-snug">{fact.title}</p>
          {fact.note && <p className="mt-0.5 text-xs leading-relaxed break-words text-soft [&_a]:text-blue [&_a]:underline"><InlineMarkdown text={fact.note} /></p>}
        </div>
        <div className="max-w-[50%] shrink-0 text-right">
          <p data-testid="fact-value" className="text-sm leading-snug font-medium break-words tabular-nums">
            {fact.text}
          </p>
          <p className="mt-1">
            <OriginBadge origin={fact.origin} />
          </p>
        </div>
        <div className="-mt-1 -mr-2 flex w-9 shrink-0 flex-row-reverse sm:w-[4.5rem]">
          {isEditable(fact) && (
            <button ref={edit} type="button" data-testid="fact-edit" aria-label={`Edit: ${fact.title}`} aria-expanded={editing} title="Edit" onClick={() => setEditing(!editing)} className={TOOL}>
              <Pencil />
            </button>
          )}
          {isRevocable(fact) && (
            <button type="button" data-testid="fact-unset" aria-label={`Take back: ${fact.title}`} title="Take back" onClick={() => send({ type: "unset_fact", fact: fact.fact })} className={`${TOOL} max-sm:hidden`}>
              <Undo />
            </button>
          )}
        </div>
      </div>
      {editing && (
        <div className="mt-3">
          <FactEditor fact={fact} onClose={() => setEditing(false)} />
        </div>
      )}
    </li>
  );
});

const TOOL = "grid size-9 place-items-center rounded-md text-soft hover:bg-well hover:text-blue";
