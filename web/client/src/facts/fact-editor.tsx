import { Switch } from "radix-ui";
import { type SubmitEvent, useEffect, useId, useRef, useState } from "react";

import { edit, forgetEdit, send } from "../store";
import { Button } from "../ui/button";
import { Undo } from "../ui/icons";
import type { FactView } from "../wire";
import { chosenOptions, type FactValue, isOn, isRevocable } from "./values";

interface FactEditorProps {
  fact: FactView;
  onClose: () => void;
}

/** Edits one fact in place. Escape leaves it as it is; Enter takes the new value, and what is refused stays to be mended. */
export function FactEditor({ fact, onClose }: FactEditorProps) {
  const form = useRef<HTMLFormElement>(null);
  const help = useId();
  const problem = useId();
  const [value, setValue] = useState(() => startValue(fact));
  const [refusal, setRefusal] = useState<string | null>(null);
  const [waits, setWaits] = useState(false);

  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>("input:checked, input, select, [role=switch]");
    first?.focus();
    if (first instanceof HTMLInputElement && first.type === "text") first.select();
  }, []);

  useEffect(() => () => forgetEdit(fact.fact), [fact.fact]);

  const submit = async () => {
    if (value === "") {
      onClose();
      return;
    }
    setWaits(true);
    const answer = await edit({ type: "set_fact", fact: fact.fact, value });
    setWaits(false);
    setRefusal(answer);
    if (answer === null) onClose();
    else form.current?.querySelector<HTMLElement>("input, select, [role=switch]")?.focus();
  };
  const takeBack = () => {
    send({ type: "unset_fact", fact: fact.fact });
    onClose();
  };

  return (
    <form
      ref={form}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
      data-testid="fact-editor"
      className="arrive space-y-3 rounded-lg border border-rule bg-sheet p-3 text-sm"
    >
      <Field fact={fact} value={value} onChange={setValue} help={[refusal !== null && problem, fact.help && help].filter(Boolean).join(" ") || undefined} wrong={refusal !== null} />
      {refusal !== null && (
        <p id={problem} role="alert" data-testid="fact-refused" className="rounded-md bg-red-wash px-2.5 py-1.5 text-[0.8125rem] leading-relaxed text-red">
          {refusal}
        </p>
      )}
      {fact.help && (
        <p id={help} className="text-xs leading-relaxed text-soft">
          {fact.help}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" data-testid="fact-save">
          {waits ? "Saving…" : "Save"}
        </Button>
        <Button onClick={onClose} look="quiet">
          Cancel
        </Button>
        {isRevocable(fact) && (
          <Button onClick={takeBack} look="quiet" data-testid="fact-take-back" className="ml-auto">
            <Undo /> Take back
          </Button>
        )}
      </div>
    </form>
  );
}

function startValue(fact: FactView): FactValue {
  if (fact.kind === "set") return chosenOptions(fact);
  if (fact.kind === "flag") return isOn(fact);
  if (fact.kind === "choice") return chosenOptions(fact)[0] ?? "";
  return fact.edit;
}

interface FieldProps {
  fact: FactView;
  value: FactValue;
  onChange: (value: FactValue) => void;
  /** The ids of the texts that describe the field. */
  help: string | undefined;
  wrong: boolean;
}

function Field({ fact, value, onChange, help, wrong }: FieldProps) {
  const label = useId();
  switch (fact.kind) {
    case "quantity":
      return (
        <label className="block">
          <span className="mb-1 block font-medium">{fact.title}</span>
          <span className="flex items-center gap-2">
            <input
              type="text"
              data-testid="fact-input"
              value={String(value)}
              onChange={(event) => onChange(event.target.value)}
              aria-describedby={help}
              aria-invalid={wrong}
              autoComplete="off"
              spellCheck={false}
              className={INPUT}
            />
            {fact.unit && <span className="shrink-0 text-xs text-soft">{fact.unit}</span>}
          </span>
        </label>
      );
    case "choice":
      return (
        <label className="block">
          <span className="mb-1 block font-medium">{fact.title}</span>
          <select data-testid="fact-input" value={String(value)} onChange={(event) => onChange(event.target.value)} aria-describedby={help} className={INPUT}>
            {value === "" && <option value="">Choose…</option>}
            {Object.entries(fact.options).map(([id, title]) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      );
    case "set": {
      const chosen = Array.isArray(value) ? value : [];
      return (
        <fieldset aria-describedby={help}>
          <legend className="mb-1.5 font-medium">{fact.title}</legend>
          <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
            {Object.entries(fact.options).map(([id, title]) => (
              <label key={id} className="flex min-h-8 items-center gap-2">
                <input
                  type="checkbox"
                  value={id}
                  checked={chosen.includes(id)}
                  onChange={(event) => onChange(event.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))}
                  className="size-4 accent-blue"
                />
                {title}
              </label>
            ))}
          </div>
        </fieldset>
      );
    }
    case "flag":
      return (
        <div className="flex items-center gap-3">
          <Switch.Root
            data-testid="fact-input"
            aria-labelledby={label}
            aria-describedby={help}
            checked={value === true}
            onCheckedChange={onChange}
            className="relative h-6 w-10 shrink-0 rounded-full border border-edge bg-well transition-colors data-[state=checked]:border-blue data-[state=checked]:bg-blue"
          >
            <Switch.Thumb className="block size-4 translate-x-1 rounded-full bg-edge transition-transform data-[state=checked]:translate-x-[1.15rem] data-[state=checked]:bg-on-blue" />
          </Switch.Root>
          <span id={label} className="font-medium">
            {fact.title}
          </span>
          <span className="text-soft">{value === true ? "yes" : "no"}</span>
        </div>
      );
  }
}

const INPUT = "w-full min-w-0 rounded-md border border-edge bg-paper aria-invalid:border-red px-2.5 py-1.5 text-base sm:text-sm";
