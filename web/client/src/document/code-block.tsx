import { useEffect, useState } from "react";

import { Check, Copy } from "../ui/icons";
import { Scroller } from "../ui/scroller";

interface CodeBlockProps {
  code: string;
  language: string;
  changed: boolean;
}

/** Code and diagrams keep their lines: what is too wide scrolls inside the block, on a phone too. */
export function CodeBlock({ code, language, changed }: CodeBlockProps) {
  const isDrawing = /^(text|txt|ascii|diagram)?$/.test(language);
  return (
    <figure data-changed={changed ? "" : undefined} className="my-5 rounded-lg border border-rule bg-well">
      <figcaption className="flex items-center justify-between pt-1 pr-1 pl-3.5 text-xs text-soft">
        <span>{!isDrawing && language}</span>
        <CopyButton text={code} />
      </figcaption>
      <Scroller label={isDrawing ? "Diagram" : `Code, ${language}`} className="rounded-b-lg [--fade:var(--well)]" inner="px-3.5 pb-3.5">
        <pre className={`w-max min-w-full font-mono whitespace-pre ${isDrawing ? "text-xs leading-[1.25]" : "text-[0.8125rem] leading-relaxed"}`}>
          <code>{code}</code>
        </pre>
      </Scroller>
    </figure>
  );
}

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = () => void copyText(text).then(setCopied);
  return (
    <button type="button" onClick={copy} className="inline-flex min-h-7 items-center gap-1 rounded-md px-2 hover:bg-sheet hover:text-ink">
      {copied ? <Check className="size-3.5" /> : <Copy className="size-3.5" />}
      <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
    </button>
  );
}

/** The clipboard exists on secure pages only; elsewhere the old way, through a selection, still works. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way on a page without TLS
  const copied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
