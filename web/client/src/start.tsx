import { useState } from "react";

import { Composer } from "./chat/composer";
import { send, usePage } from "./store";

const EXAMPLE = "A ticket shop for 2M fans in Germany: 300,000 a day, sales that sell out in minutes, a team of 6";

const FIRST = 8;

/** The first screen: what this is, in one line, and a place to say what to build. */
export function Start() {
  const presets = usePage((page) => page.presets);
  const suggestions = usePage((page) => page.suggestions);
  const [all, setAll] = useState(false);
  const shown = all ? presets : presets.slice(0, FIRST);
  const say = (text: string) => send({ type: "say", text });

  return (
    <main className="relative h-full overflow-y-auto">
      <div className="mx-auto flex min-h-full max-w-2xl flex-col justify-center px-5 py-12 sm:px-8">
        <h1 className="font-serif text-[2.4rem] leading-[1.1] font-semibold tracking-tight text-balance sm:text-5xl">What do you want to build?</h1>
        <p className="mt-4 mb-8 max-w-xl leading-relaxed text-soft text-pretty">
          Say it in a sentence. Groundplan asks what would change the design, then writes all of it, with a reason for every choice and a formula behind every number.
        </p>
        <Composer label="What do you want to build?" placeholder={EXAMPLE} large autoFocus />

        {suggestions.length > 0 && (
          <section aria-label="Suggestions" className="mt-5">
            <ul className="flex flex-wrap gap-2">
              {suggestions.map((suggestion) => (
                <li key={suggestion} className="max-w-full">
                  <button
                    type="button"
                    data-testid="suggestion"
                    onClick={() => say(suggestion)}
                    className="rounded-2xl border border-rule bg-sheet px-3.5 py-1.5 text-left text-sm leading-snug text-soft transition-colors hover:border-blue hover:text-blue"
                  >
                    {suggestion}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}

        {presets.length > 0 && (
          <section aria-labelledby="presets" className="mt-10">
            <h2 id="presets" className="mb-3 text-sm text-soft">
              Or start from a known system, with its published numbers
            </h2>
            <ul className="grid gap-x-6 sm:grid-cols-2">
              {shown.map(({ id, title, summary }) => (
                <li key={id} className="border-t border-rule">
                  <button type="button" data-testid="preset" data-preset={id} onClick={() => say(`Design ${title}`)} className="group w-full rounded-md py-3 text-left">
                    <span className="block text-[0.9375rem] font-medium group-hover:text-blue">{title}</span>
                    <span className="mt-0.5 line-clamp-2 text-[0.8125rem] leading-relaxed text-soft">{summary}</span>
                  </button>
                </li>
              ))}
            </ul>
            {presets.length > shown.length && (
              <button type="button" data-testid="all-presets" onClick={() => setAll(true)} className="mt-3 rounded-md py-1 text-sm text-blue hover:underline">
                Show all {presets.length}
              </button>
            )}
          </section>
        )}
      </div>
    </main>
  );
}
