import type { Element, ElementContent } from "hast";
import Markdown, { type Components, type ExtraProps } from "react-markdown";
import remarkGfm from "remark-gfm";
import type { PluggableList } from "unified";

import { Scroller } from "../ui/scroller";
import { CodeBlock } from "./code-block";
import { remarkDocument } from "./remark-document";

const BLOCKS = {
  table: ({ node: _node, ...rest }) => (
    <Scroller label="Table" className="my-5 rounded-lg border border-rule bg-sheet">
      <table {...rest} />
    </Scroller>
  ),
  // An empty corner heads nothing, so it is no header cell.
  th: ({ node: _node, ...rest }) => (rest.children === undefined || rest.children === null ? <td {...rest} /> : <th {...rest} />),
  pre: ({ node }) => {
    const code = node?.children.find((child): child is Element => child.type === "element");
    return <CodeBlock code={text(code).replace(/\n$/, "")} language={language(code)} changed={code?.properties["data-changed"] !== undefined} />;
  },
  a: ({ node: _node, href = "", ...rest }) => (
    <a href={href} {...(!href.startsWith("#") && { target: "_blank", rel: "noreferrer" })} {...rest} />
  ),
} satisfies Components;

interface SectionMarkdownProps {
  title: string;
  anchor: string;
  markdown: string;
  before: string | null;
}

export function SectionMarkdown({ title, anchor, markdown, before }: SectionMarkdownProps) {
  const plugins: PluggableList = [remarkGfm, [remarkDocument, { title, anchor, before }]];
  return (
    <div className="prose">
      <Markdown remarkPlugins={plugins} components={DOCUMENT}>
        {markdown}
      </Markdown>
    </div>
  );
}

const GFM: PluggableList = [remarkGfm];

/** The conversation's Markdown: the same blocks, without anchors. */
export function ChatMarkdown({ text }: { text: string }) {
  return (
    <div className="prose text-[0.9375rem]">
      <Markdown remarkPlugins={GFM} components={BLOCKS}>
        {text}
      </Markdown>
    </div>
  );
}

const INLINE: Components = { a: BLOCKS.a, p: ({ children }) => <>{children}</> };
const IS_PLAIN = /^[^[\]*_`<&\\]*$/;

/** One line of a note or reason: links, emphasis and code, no blocks. */
export function InlineMarkdown({ text }: { text: string }) {
  if (IS_PLAIN.test(text)) return text;
  return (
    <Markdown allowedElements={["p", "a", "em", "strong", "code"]} unwrapDisallowed components={INLINE}>
      {text}
    </Markdown>
  );
}

type HeadingTag = "h3" | "h4" | "h5" | "h6";

function heading(Tag: HeadingTag) {
  return function AnchoredHeading({ node: _node, id, children, ...rest }: React.ComponentProps<HeadingTag> & ExtraProps) {
    return (
      <Tag id={id} {...rest}>
        {id && (
          <a href={`#${id}`} className="heading-anchor" aria-label="Link to this heading">
            #
          </a>
        )}
        {children}
      </Tag>
    );
  };
}

const DOCUMENT: Components = { ...BLOCKS, h3: heading("h3"), h4: heading("h4"), h5: heading("h5"), h6: heading("h6") };

function text(node: ElementContent | undefined): string {
  if (node?.type === "text") return node.value;
  return node?.type === "element" ? node.children.map(text).join("") : "";
}

function language(code: Element | undefined): string {
  const names = code?.properties.className;
  const name = Array.isArray(names) ? names.find((candidate) => typeof candidate === "string" && candidate.startsWith("language-")) : undefined;
  return typeof name === "string" ? name.slice("language-".length) : "";
}
