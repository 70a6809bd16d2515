import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";

import { contents } from "../src/document/outline";
import { SectionView } from "../src/document/section";
import * as markdown from "../src/document/markdown";
import { initialState, reduce, type Section } from "../src/state";
import { done, section, started } from "./events";

beforeAll(() => {
  vi.stubGlobal("ResizeObserver", class { observe = vi.fn(); disconnect = vi.fn(); });
});
afterEach(cleanup);

const of = (text: string, before: string | null = null): Section => ({ number: 2, id: "architecture", title: "2. High-level architecture", markdown: text, before });
const show = (text: string, before: string | null = null) => render(<SectionView section={of(text, before)} />);

describe("a section", () => {
  test("has its title once, as a heading with an anchor", () => {
    show("# 2. High-level architecture\n\n## 2.1 Components\n\ntext");
    expect(screen.getByRole("heading", { level: 2 }).id).toBe("section-2");
    expect(screen.getAllByRole("heading")).toHaveLength(2);
  });

  test.each(["## Parts\n\n### One", "### Parts\n\n#### One", "# Parts\n\n## One"])("puts its headings under the title, whatever their depth was: %j", (text) => {
    show(text);
    expect(screen.getByRole("heading", { name: /Parts/ }).tagName).toBe("H3");
    expect(screen.getByRole("heading", { name: /One/ }).tagName).toBe("H4");
  });

  test("tells equal headings apart by their anchors", () => {
    show("### Flow\n\n### Flow");
    expect(screen.getAllByRole("heading", { level: 3 }).map(({ id }) => id)).toEqual(["section-2-flow", "section-2-flow-2"]);
  });

  test("keeps a diagram's lines and offers to copy it", () => {
    const { container } = show("```\n┌──┐\n│ a│\n└──┘\n```");
    expect(container.querySelector("pre")?.textContent).toBe("┌──┐\n│ a│\n└──┘");
    expect(screen.getByRole("button", { name: "Copy" })).toBeTruthy();
  });

  test("renders no HTML that stands in the Markdown", () => {
    const { container } = show("<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1))");
    expect(container.querySelector("img")).toBeNull();
    expect(container.querySelector("a[href^=javascript]")).toBeNull();
  });

  test("marks the blocks and table rows that read differently", () => {
    const table = (value: string) => `old words\n\n| q | v |\n|---|---|\n| users | 1 M |\n| peak | ${value} |`;
    const { container } = show(`${table("20/s")}\n\nnew words`, table("10/s"));
    const changed = [...container.querySelectorAll("[data-changed]")].map((element) => element.textContent);
    expect(changed).toEqual(["peak20/s", "new words"]);
    expect(within(container).getByText("changed")).toBeTruthy();
  });

  test("is not rendered again while another streams in", () => {
    const parse = vi.spyOn(markdown, "SectionMarkdown");
    const first = [started(1, "d1"), section(2, "d1", 1, "one")].reduce(reduce, initialState);
    const all = (state: typeof first) => <>{state.design?.sections.map((each) => <SectionView key={each.number} section={each} />)}</>;
    const { rerender } = render(all(first));
    const before = parse.mock.calls.length;
    rerender(all(reduce(first, section(3, "d1", 2, "two"))));
    expect(parse.mock.calls.slice(before).map(([props]) => props.markdown)).toEqual(["two"]);
  });
});

describe("the table of contents", () => {
  test("knows eleven sections before there is a design", () => {
    expect(contents(null).map(({ state }) => state)).toEqual(Array(11).fill("waiting"));
  });

  test("shows which are ready, which is next and which wait", () => {
    const { design } = [started(1, "d1"), section(2, "d1", 1)].reduce(reduce, initialState);
    expect(contents(design).slice(0, 3).map(({ state, shown }) => [state, shown])).toEqual([["ready", true], ["writing", false], ["waiting", false]]);
  });

  test("shows what changed, and keeps the old sections in reach meanwhile", () => {
    const events = [started(1, "d1"), section(2, "d1", 1, "old"), section(3, "d1", 2), done(4, "d1"), started(5, "d2"), section(6, "d2", 1, "new")];
    const { design } = events.reduce(reduce, initialState);
    expect(contents(design).slice(0, 2).map(({ state, shown }) => [state, shown])).toEqual([["changed", true], ["writing", true]]);
  });
});
