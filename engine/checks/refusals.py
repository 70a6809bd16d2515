"""What loading itself refuses, code by code: a base with one of these does not load. For docs/checks.md alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code that loading reports, in the words of the documentation."""

    code: str
    title: str
    explains: str
    fix: str


REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "yaml", "The file is no YAML", "Quotes, brackets or indentation do not match.", "most often quote the text"
    ),
    Refusal(
        "duplicate-key",
        "A key stands twice in one map",
        "YAML would silently keep the last of the two. Refused on every path by which a file is read.",
        "merge the two",
    ),
    Refusal("key", "A key is no plain word", "Braces that were not quoted make a map into a key.", "quote the text"),
    Refusal(
        "alias",
        "A YAML alias is used",
        "Aliases hide what a rule says, and a few of them can fill a disk.",
        "write it out",
    ),
    Refusal(
        "too-deep", "The file nests too deep or has too many values", "No knowledge file needs it.", "split the file"
    ),
    Refusal("file-too-large", "The file is too large", "No knowledge file comes near the limit.", "split the file"),
    Refusal("unreadable", "The file cannot be read", "It is no UTF-8, a pipe, or may not be read.", "save it as UTF-8"),
    Refusal("no-folder", "The folder does not exist", "`--knowledge` names a folder.", "correct the path"),
    Refusal(
        "shape", "A value of the wrong form", "A list stands where a text must, or the like.", "see the rule language"
    ),
    Refusal(
        "unknown-key", "A key that does not exist", "A misspelt key would do nothing.", "the nearest key is suggested"
    ),
    Refusal("missing-key", "A key is missing", "The form cannot do without it.", "add it"),
    Refusal(
        "name",
        "Something that is no name",
        "Names are lower-case with underscores, rule ids with hyphens.",
        "rename it",
    ),
    Refusal(
        "duplicate-name",
        "A name is taken",
        "Facts, decisions and technologies share one table, as conditions name all of them.",
        "rename one",
    ),
    Refusal(
        "duplicate-rule", "Two rules have one id", "Overrides, overlays and traces name rules by id.", "rename one"
    ),
    Refusal(
        "unknown-name",
        "A name that does not exist",
        "A rule, preset or option names a fact, decision, option, capability, technology or rule that there is not.",
        "the nearest name is suggested",
    ),
    Refusal(
        "expression",
        "A condition or formula that does not compile",
        "Wrong grammar, unknown names or words, arithmetic in a condition, or units that do not fit.",
        "the message says what is expected there",
    ),
    Refusal(
        "dimension",
        "A formula in the wrong dimension",
        "What it gives is in other units than the fact that it sets: bytes for a rate, say.",
        "multiply or divide by what is missing",
    ),
    Refusal("quantity", "A number with a wrong unit", "The unit does not exist or does not fit.", "see the units"),
    Refusal(
        "value", "A value that a fact cannot have", "Outside of its range, or no word of it.", "the words are listed"
    ),
    Refusal(
        "fact-kind", "A fact of no kind, or of several", "A fact is a quantity, a choice, a set or a flag.", "keep one"
    ),
    Refusal("set-sum", "`set` on a sum", "A fact that accumulates is the sum of what rules add.", "use `add:`"),
    Refusal("add-value", "`add` on what is no sum", "Only sums and sets can be added to.", "use `set:`"),
    Refusal(
        "points", "Points out of range", "Evidence has 1 (a preference) to 5 points (nearly settles it).", "give 1 to 5"
    ),
    Refusal("no-effect", "A rule without an effect", "It says when, and not what.", "add an effect"),
    Refusal("options", "A decision without a choice", "A decision has two options or more.", "add one"),
    Refusal(
        "too-many-conditions",
        "A rule that joins too many comparisons",
        "What a rule compares and what its formulas read may be 16 names together, a limit of durable-rules.",
        "derive a named fact for a part of it",
    ),
    Refusal(
        "cycle",
        "Rules go round in a circle",
        "Each waits for what the next one sets, so none can be first. The circle is drawn with the place of each.",
        "let one of them read something that is settled earlier",
    ),
    Refusal(
        "disabled", "Something needs what an overlay disables", "A capability cannot do without it.", "disable both"
    ),
    Refusal(
        "overlay-unknown",
        "An overlay changes what does not exist",
        "It names an id that no earlier folder has, so nothing would change.",
        "the nearest id is suggested",
    ),
    Refusal("overlay-no-change", "An overlay changes nothing", "It says what the earlier folder says.", "remove it"),
    Refusal(
        "template", "A section template that fails", "It was rendered and could not be.", "guard what may be missing"
    ),
)
