"""Numbers of people: who uses it, who builds it, how many at once, how many in each of several groups."""

from __future__ import annotations

from itertools import pairwise

from engine.reading.builders import Roles
from engine.reading.data import word_set
from engine.reading.groups import OWN_SIZE, Groups
from engine.reading.neighbours import PEOPLE, Answer
from engine.reading.phrasebook import Hit
from engine.reading.quantity import Quantity
from engine.reading.units import ADVERBS, DAY, MONTH, WEEK, YEAR

_MADE = word_set("mapping.made")
_TEAM_SUBJECT = word_set("mapping.team_subject")
_NEW = word_set("mapping.new")
_ACTIVE = frozenset(("active", "actives"))
_GENERIC = word_set("counts.generic")
_MADE_BY = word_set("neighbours.made_by")
_USERS_DEVELOP = word_set("counts.user_developers")
_ENDS = frozenset(("but", "and", ".", ";", ",", ")", ":"))
_WHO = frozenset(("who", "that", "can", "to", "actually", "really", "could", "us", "them"))
_ORGANISATIONS = word_set("counts.organisations")
_ABOUT = word_set("builders.about")
_TENANTS = frozenset(("customers", "clients", "tenants", "accounts", "merchants", "members"))
_FEW_PEOPLE = 50
_MANY_FOLLOWERS = 100_000
_MOST_DEVELOPERS = 5000
_ADMINS = word_set("counts.admins")
_EVENTS = word_set("quantities.weekdays") | word_set("counts.events")
_AT_MOST = frozenset(("max", "max.", "maximum", "at", "most", "only", "just"))
_BEFORE_US = _AT_MOST | {"with", "we", "are", "have"}
_CALLERS = word_set("counts.callers")
_TIES = frozenset(("friends", "followers", "contacts", "connections", "participants", "members"))
_LIMITS = frozenset(("max", "max.", "maximum", "most", "limit", "cap", "capped", "per"))
_IN_GROUPS = frozenset(("members", "pupils", "students", "employees", "users", "kids", "children", "volunteers"))
_LARGEST_GROUP = 1000
_LARGEST = frozenset(("biggest", "largest"))
_PROVIDERS = word_set("people.providers")
_MOST_PROVIDERS = 20_000
_ON_SCREENS = frozenset(("doctors", "physicians", "clinicians", "gps", "practitioners"))
_ONE_PRACTICE = 12
_AT_THE_DESK = frozenset(("receptionists", "receptionist", "assistants", "secretaries"))
_BY_THE_YEAR = frozenset(
    (
        "pupils",
        "students",
        "learners",
        "trainees",
        "apprentices",
        "clients",
        "customers",
        "patients",
        "guests",
        "members",
        "couples",
        "families",
    )
)
_ONE = frozenset(("same", "a", "one", "per", "each", "single"))
_DOCUMENTS = frozenset(
    ("document", "doc", "board", "whiteboard", "canvas", "file", "page", "sheet", "spreadsheet", "room", "note")
)
_FOLLOWED = frozenset(("people", "accounts", "others", "users", "friends", "authors", "persons"))
_DEVELOPERS = frozenset(("developers", "developer", "engineers", "engineer", "devs", "programmers"))
_MANY = 5
_OFFICE = frozenset(("documents", "workflow", "registers", "rota", "booking", "health_records", "lending", "inventory"))
_FOUNDED = word_set("people.founded")
_COME = frozenset(("come", "visit", "return"))
_STREAMS = word_set("people.streams")
_WATCHERS = word_set("people.watchers")
_OPEN_TO_ALL = word_set("people.open_platforms")


class People(Groups):
    """By who they are and what they do with it."""

    def note_users(self, q: Quantity) -> None:
        """'15 of our analysts': people that a fact of their own counts use the system, too."""
        ours = "our" in self.view.keys(q.first - 1, q.first) + self.view.keys(q.last, q.last + 2)
        if ours and q.families == {"user"} and q.period is None:
            self.view.take("users_total", q.value, q.first, q.end)

    def note_at_once(self, q: Quantity) -> None:
        """'20,000 candidates at once': people that a fact of their own counts are there at the same time, too."""
        if q.families == {"user"} and q.period is None and self.cue(q, PEOPLE) == "concurrent_users":
            self.view.take("concurrent_users", q.value, q.first, q.end)

    def by_role(self, q: Quantity) -> Answer:
        """People who build the system, or people who use it, where the words around say which."""
        own = self.right_label(q, exact=True)
        if own is not None and self.is_counted_here(own, q):
            return None, None, ""
        role = Roles(self.view).of(q)
        if self.is_of_groups(q) and q.families & {"user", "team"}:
            return self.people(q, used=True)
        if role == "build":
            return self.builders(q, firmly=Roles(self.view).firmly(q) == "build")
        named = self.left_label(q)
        if role == "use" and (
            ("user" in q.families and self.view.key(q.first - 1) == "by")
            or "team" in q.families
            or Roles(self.view).group(q) is not None
            or (named and named.meaning == "team_size")
        ):
            return self.people(q, used=True)
        return None, None, ""

    def is_counted_here(self, name: Hit, q: Quantity) -> bool:
        """'a taxi cooperative with 420 drivers': people whom a fact of what is spoken of counts."""
        words = self.view.words_of(name.meaning)
        if words is None or not words.home or words.home not in self.view.spoken or words.kind != "quantity":
            return False
        if words.dimension.kind != "count":
            return False
        return q.families == {"user"} and words.home not in _USERS_DEVELOP

    def actives(self, q: Quantity) -> str | None:
        """'120M daily active', '5M daily, 20M monthly': people, though nothing says so."""
        if q.families or q.period not in (DAY, MONTH):
            return None
        if q.nouns and q.nouns[0] in _COME and set(q.nouns[1:]) <= set(ADVERBS) and q.value > 1 and not self.view.asked:
            return "daily_active_users" if q.period == DAY else "monthly_active_users"  # '400,000 come on a day'
        if self.view.key(q.last) not in ("daily", "monthly"):
            return None
        named = {*q.nouns, self.view.key(q.end), self.view.key(q.last + 1)} & _ACTIVE
        if not named and (set(q.nouns) - set(ADVERBS) or self.view.asked or not self.ends_here(q)):
            return None
        return "daily_active_users" if q.period == DAY else "monthly_active_users"

    def ends_here(self, q: Quantity) -> bool:
        """Whether no further word belongs to the quantity."""
        return q.last + 1 >= len(self.view.tokens) or self.view.is_boundary(q.last + 1)

    def watch_at_once(self, q: Quantity) -> bool:
        """'a live stream, 60,000 viewers on Sunday': who comes to one event is there at the same time."""
        view = self.view
        if "live_streaming" not in view.spoken:
            return False
        after = view.keys(q.end, q.end + 4)
        return bool(
            set(q.nouns) & {"viewers", "watchers", "spectators"}
            and after[:1] in (["on"], ["at"], ["during"], ["for"])
            and _EVENTS & set(after)
        )

    def people(self, q: Quantity, used: bool = False) -> Answer:
        """The fact that a number of people is; `used` where it is settled that they use the system."""
        view, asked = self.view, self.view.asked
        if (streams := self.streams_of(q)) is not None:
            view.take("live_channels", streams.value, streams.first, streams.end)
            return "live_viewers_peak", q.value * streams.value, ""
        if (each := self.in_each(q)) is not None:
            self.note_groups(q, each)
            return "users_total", q.value * each, ""
        if (crowd := self.crowd(q)) is not None:
            return crowd, q.value, ""
        if (staff := self.are_booked(q)) is not None:
            return staff, q.value, ""
        if "booking" in self.view.spoken and set(q.nouns) & _AT_THE_DESK:
            return None, q.value, f"{q.value:g} at the desk are not those who book"
        if (group := self.edit_together(q)) is not None:
            return group, q.value, ""
        if (followed := self.are_followed(q)) is not None:
            return followed, q.value, ""
        if set(q.nouns) & _TIES and q.period is None and self.is_a_limit(q):
            return None, None, f"'{view.words(q.first, q.end)}': the most that one person may have"
        if set(q.nouns) & _CALLERS and q.period is not None and "calls" in view.spoken:
            return "items_per_day", q.value / q.period, ""  # 'a crisis line with 400 callers a day'
        if "sold" in (*q.nouns, view.key(q.end)) and q.period is not None:
            return "items_per_day", q.value / q.period, ""  # '1.1M seats sold per month'
        if "followers" in q.nouns and q.value >= _MANY_FOLLOWERS and "social_graph" in view.spoken:
            return "largest_following", q.value, ""
        if self.is_of_groups(q):
            return None, None, f"'{view.words(q.first, q.end)}' is the size of one group; say how many people in all"
        others = any(o is not q and "user" in o.families and not o.trap for o in view.quantities)
        if others and _LARGEST & set(view.keys(q.first - 3, q.first)) and not view.asked:
            return None, None, f"'{view.words(q.first, q.end)}' is the size of the largest one; say how many in all"
        if q.per or view.key(q.end) in ("each", "apiece"):
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' is a count for each {q.per or 'of them'}, not of all users",
            )
        if not used and (self.writes_code(q) or self.makes_it(q)):
            return "team_size", q.value, ""
        before = view.keys(q.first - 5, q.first)
        if not used and before[-1:] == ["by"] and before[-2:-1] and before[-2] in _MADE and q.value <= 300:
            return "team_size", q.value, ""
        if (set(q.nouns) & _ADMINS or self.of_the_it(q)) and q.value <= _FEW_PEOPLE and self.stands_by_itself(q):
            return "team_size", q.value, ""
        if set(q.nouns) & _ADMINS and q.value <= _FEW_PEOPLE and self.last_fact == "team_size":
            return self.builders(q)  # '5 developers, 3 administrators who know Linux'
        if self.describes_ourselves(q):
            return None, None, f"'{view.words(q.first, q.end)}' {OWN_SIZE}"
        if set(q.nouns) & _NEW and q.period:
            return None, None, f"'{view.words(q.first, q.end)}' are new users, not active ones"
        often = {"once", "twice", "thrice", "times"} & set(view.keys(q.last, q.end + 4))
        if q.period == DAY and often:
            return "users_total", q.value, ""  # '800 patients measure twice a day'
        if q.period == DAY:
            return "daily_active_users", q.value, ""
        if q.period == MONTH:
            return "monthly_active_users", q.value, ""
        if q.period == WEEK and "monthly_active_users" in view.lexicon.fact_by_id:
            view.remarks.append(f"'{view.words(q.first, q.end)}' was taken as users a month, of whom there are more.")
            return "monthly_active_users", q.value, ""
        if q.period == YEAR and set(q.nouns) & _BY_THE_YEAR and not view.asked:
            return "users_total", q.value, ""  # '30,000 learners a year'
        if q.period is not None:
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' is not a count that is kept; "
                "say users a day, a month or at the same time",
            )
        nouns = set(q.nouns)
        if view.keys(q.end, q.end + 2) == ["at", "peak"] or view.keys(q.end, q.end + 3) == ["at", "the", "peak"]:
            live = "live_streaming" in view.spoken and "live_viewers_peak" in view.lexicon.fact_by_id
            return "live_viewers_peak" if live else "concurrent_users", q.value, ""
        if self.watch_at_once(q):
            return "concurrent_users", q.value, ""
        if nouns & {"concurrent", "simultaneous", "online", "connected"}:
            return "concurrent_users", q.value, ""
        if nouns & {"mau", "monthly"}:
            return "monthly_active_users", q.value, ""
        if nouns & {"dau", "daily"}:
            return "daily_active_users", q.value, ""
        if nouns & {"unique", "uniques"}:
            return "monthly_active_users", q.value, ""
        left = self.left_label(q)
        if left and left.meaning in (*PEOPLE, "team_size")[: 4 if used else 5] and left.meaning != "users_total":
            return self.chosen(left, q.value)
        cue = self.cue(q, PEOPLE)
        if (
            cue == "users_total"
            and asked in PEOPLE
            and not {"total", "registered", "overall"} & set(view.keys(q.first - 3, q.end + 3))
        ):
            cue = None
        if cue:
            return cue, q.value, ""
        if used:
            return asked if asked in PEOPLE and not self.answered() else "users_total", q.value, ""
        firm = view.keys(q.last, q.end + 2)
        if (
            q.value <= 50
            and {"startup", "team", "shop", "studio", "crew", "outfit"} & set(firm)
            and "for" not in before
            and not {"lead", "leads", "leader", "leaders", "managers"} & set(firm)
        ):
            if any("team" in other.families for other in view.quantities if other is not q and not other.trap):
                return None, None, f"'{view.words(q.first, q.end)}': the engineers among them are counted"
            return "team_size", q.value, ""
        generic = nouns & _GENERIC
        if asked == "team_size" and generic:
            return "team_size", q.value, ""
        if generic and self.is_own_company(q):
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' sounds like your own company; engineers and users are what counts",
            )
        if (
            generic
            and q.value <= 300
            and before[-1:]
            and before[-1] in _TEAM_SUBJECT
            and not {"for", "of", "used"} & set(before)
            and before[-2:-1] not in (["it"], ["there"], ["they"], ["if"], ["these"], ["those"])
        ) and {"we", "i", "were", "im", "our", "team"} & set(before):
            return "team_size", q.value, ""
        if asked in PEOPLE and not self.answered():
            return asked, q.value, ""
        if (makers := self.makers_or_users(q)) is not None:
            return makers
        library = "video_on_demand" in view.spoken or _OPEN_TO_ALL & set(view.all_keys())
        if self.watches(q) and not asked and not library:
            return "live_viewers_peak", q.value, ""  # 'livestream shopping every day, 200k viewers'
        return "users_total", q.value, ""

    @staticmethod
    def name_houses(q: Quantity) -> bool:
        """'a chain of 6 opticians': the shops, not the people."""
        return bool(set(q.nouns) & _PROVIDERS)

    def installed(self, q: Quantity) -> bool:
        """'8M installed apps': as many people have it."""
        return "installed" in q.nouns and q.period is None and not q.per and not q.families & {"device"}

    def are_booked(self, q: Quantity) -> str | None:
        """'our 14 physiotherapists', '310 stylists': those with whom appointments are made, not those who make them."""
        view = self.view
        if "booking" not in view.spoken or "resources_per_site" not in view.lexicon.fact_by_id or view.asked:
            return None
        if view.keys(q.first - 2, q.first) in (["chain", "of"], ["group", "of"]):
            return None
        if q.period is not None or q.per or not set(q.nouns) & self.providers_here() or q.value > _MOST_PROVIDERS:
            return None
        if any(f.fact == "resources_per_site" for f in view.facts):
            return None
        for name in view.near("label", q.last, q.last + 1):
            words = view.words_of(name.meaning)
            of_practices = words is not None and words.home == "booking" and words.kind == "quantity"
            if of_practices and q.value > _ONE_PRACTICE and "calls" not in view.spoken:
                return None  # '60 dentists' that offer it are as many practices; on screens all are of one
        self.providers = q
        return "resources_per_site"

    def providers_here(self) -> frozenset[str]:
        """Who is booked; doctors only where they are seen on a screen, for else they open charts."""
        return _PROVIDERS | _ON_SCREENS if {"booking", "calls"} <= self.view.spoken else _PROVIDERS

    def edit_together(self, q: Quantity) -> str | None:
        """'100 people editing the same document at once': those of one document, not of all."""
        view = self.view
        if "largest_editing_group" not in view.lexicon.fact_by_id or q.period is not None:
            return None
        if "collaboration" not in view.spoken or q.value > _LARGEST_GROUP:
            return None
        around = view.keys(q.first - 5, q.first) + view.keys(q.end, q.end + 7)
        one = any(pair[0] in _ONE and pair[1] in _DOCUMENTS for pair in pairwise(around))
        return "largest_editing_group" if one or (q.per in _DOCUMENTS) else None

    def are_followed(self, q: Quantity) -> str | None:
        """'each follows 300 people', '200 followers on average': of one of them."""
        view = self.view
        if "social_graph" not in view.spoken or q.period is not None or q.value > _LARGEST_GROUP * 50:
            return None
        before = view.keys(q.first - 4, q.first)
        follows = bool({"follow", "follows", "following"} & set(before)) and bool(set(q.nouns) & _FOLLOWED)
        return "average_followees" if follows and "average_followees" in view.lexicon.fact_by_id else None

    def streams_of(self, q: Quantity) -> Quantity | None:
        """'2,000 parallel webinars with 300 viewers each', '500 attendees per webinar, 200 webinars at once'."""
        view = self.view
        of_one = q.per in _STREAMS or view.key(q.end) in ("each", "apiece")
        of_one = of_one or (view.key(q.end) in ("a", "per") and view.key(q.end + 1) in _STREAMS)
        if not of_one or not self.watches(q):
            return None
        for other in view.quantities:
            if other is q or other.kind != "bare" or other.value < 2 or other.period is not None or other.trap:
                continue
            if other.per or "per" in view.keys(other.last, other.end + 2):
                continue  # '18 matches per weekend'
            if _STREAMS & set(other.nouns):
                span = view.span(other.first, other.end)
                view.leftovers = [left for left in view.leftovers if left.span != span]
                other.used = True
                return other
        return None

    def watches(self, q: Quantity) -> bool:
        """'200k viewers': an audience of what is live, not of a library."""
        view = self.view
        live = "live_streaming" in view.spoken and "live_viewers_peak" in view.lexicon.fact_by_id
        return live and q.period is None and bool(_WATCHERS & set(q.nouns))

    def is_a_limit(self, q: Quantity) -> bool:
        """'5,000 friends max', 'at most 5,000 friends': of one person, where people keep lists of each other."""
        view = self.view
        around = {*view.keys(q.first - 3, q.first), *view.keys(q.last, q.end + 2)}
        others = any(o is not q and "user" in o.families and not o.trap for o in view.quantities)
        return bool(_LIMITS & around) and (others or bool({"social_graph", "feed", "chat"} & view.spoken))

    def in_each(self, q: Quantity) -> float | None:
        """How many organisations have so many people each: '120 schools with 600 pupils each'."""
        after = self.view.keys(q.end, q.end + 2)
        each = (
            self.is_of_groups(q)
            or after[:1] in (["each"], ["apiece"])
            or self.view.key(q.first - 1) in ("à", "@")
            or after in (["in", "each"], ["on", "average"], ["per", "company"])
            or self.has_so_many(q)
        )
        before = self.last_seen
        if not each or before is None or before.value < 2 or q.first - before.end > 5 or before.period is not None:
            return None
        customers = set(before.nouns) & _TENANTS and self.view.key(before.end) in ("with", "having", "of")
        groups = customers or set(before.nouns) & _ORGANISATIONS
        if (before.families and not groups) or not before.nouns or self.view.asked:
            return None
        return before.value

    def has_so_many(self, q: Quantity) -> bool:
        """'90 brigades with about 45 members': a small group's size, of several groups."""
        view, before = self.view, self.last_seen
        if before is None or not set(before.nouns) & _ORGANISATIONS or q.value > _LARGEST_GROUP or before.value < 2:
            return False
        gap = [key for key in view.keys(before.end, q.first) if key not in _ABOUT]
        return gap in (["with"], ["of"], ["having"]) and bool(set(q.nouns) & _IN_GROUPS)

    def is_of_groups(self, q: Quantity) -> bool:
        """'for teams of up to 20 people', '60 teams of 8 engineers'."""
        at = q.first - 1
        while self.view.key(at) in _ABOUT:
            at -= 1
        group = self.view.key(at - 1)
        return self.view.key(at) == "of" and group.endswith("s") and group in _ORGANISATIONS

    def stands_alone(self, q: Quantity) -> bool:
        """'..., 2 people, ...': people of whom nothing is said."""
        view = self.view
        first = q.first
        while first and view.key(first - 1) in _BEFORE_US:
            first -= 1  # 'max 6 people', 'only two people'
        if not set(q.nouns) & {"people", "persons", "folks", "ppl"} or (first and not view.is_boundary(first - 1)):
            return False
        return q.end >= len(view.tokens) or view.is_boundary(q.end)

    def makers_or_users(self, q: Quantity) -> Answer | None:
        """'a startup ..., 3 people', '12 hotels, AWS, max 6 people': a few of whom nothing is said but their number."""
        view = self.view
        before = view.all_keys()[: q.first]
        if {"hackathon", "students"} <= {*before, *q.nouns} and q.value <= _FEW_PEOPLE and not view.asked:
            return "team_size", q.value, ""
        if view.asked or q.value > _FEW_PEOPLE or not self.stands_alone(q):
            return None
        pairs = set(pairwise(before))
        if _FOUNDED & set(before) or ("start", "up") in pairs or ("start", "-") in pairs:
            return "team_size", q.value, ""
        loads = {"request", "event", "device", "transaction"} | ({"item"} if not view.spoken & _OFFICE else set())
        machines = any(o is not q and not o.trap and (o.families & loads or o.kind == "bytes") for o in view.quantities)
        others = any(
            o is not q and not o.trap and "user" in o.families and o.value >= _MANY * q.value for o in view.quantities
        )
        if machines and not others and view.key(q.first - 1) in (",", ";", ".") and self.describing:
            return "team_size", q.value, ""  # '400k requests/s, bare metal, 9 people'
        if not _AT_MOST & set(view.keys(q.first - 2, q.first)):
            return None
        if any(o is not q and not o.trap and (o.families or o.nouns) for o in view.quantities):
            return "team_size", q.value, ""
        said = view.words(q.first, q.end)
        return None, None, f"'{said}': those who build and run it, or those who use it?"

    def is_own_company(self, q: Quantity) -> bool:
        if any(hit.meaning == "used_at_work" for hit in self.view.table("flag")):
            return False
        if {"internal", "internally", "intranet", "inhouse"} & {token.key for token in self.view.tokens}:
            return False
        if {("for", "them"), ("for", "us"), ("for", "ourselves"), ("our", "own")} & set(pairwise(self.view.all_keys())):
            return False
        before = self.view.keys(q.first - 12, q.first)
        if before[-1:] == ["with"] and {"i", "we"} & set(before) and {"run", "own", "have", "operate"} & set(before):
            return True
        for hit in self.view.table("not_people"):
            if "for" in self.view.keys(hit.first - 6, hit.first) or self.in_feature(hit):
                continue  # 'company wiki, 3,000 people': no company that is spoken of
            gap = self.view.keys(hit.last, q.first)
            if 0 <= q.first - hit.last <= 5 and "of" not in gap and "with" not in gap and "for" not in gap:
                return True
        return False

    def team(self, q: Quantity) -> Answer:
        before, after = self.view.keys(q.first - 4, q.first), self.view.keys(q.end, q.end + 3)
        used_by = self.is_for(q) and not {"team", "we", "have", "built"} & set(before)
        if self.view.asked != "team_size" and (
            ({"use", "using"} & set(after)) or (used_by and (self.describing or q.value > 1000))
        ):
            return "users_total", q.value, ""
        if q.per or q.period:
            return None, None, ""
        said = {"team", "we", "our", "us", "built", "run", "maintained"} & set(before + after)
        if q.value > _MOST_DEVELOPERS and set(q.nouns) & {"dev", "devs"} and "telemetry" in self.view.spoken:
            q.families = frozenset(("device",))
            return "devices_total", q.value, ""  # '1.2M dev' of an IoT backend
        if _USERS_DEVELOP & self.view.spoken and q.value > 30 and not said and self.view.asked != "team_size":
            return "users_total", q.value, ""
        internal = {"internal", "internally", "intranet", "portal"} & set(self.view.all_keys())
        if internal and q.value > _FEW_PEOPLE and not said and self.view.asked != "team_size":
            return "users_total", q.value, ""  # 'internal developer portal, 2,200 engineers'
        if self.view.asked in PEOPLE and not self.answered() and q.value > 1000:
            return self.view.asked, q.value, ""
        return self.builders(q)

    def builders(self, q: Quantity, firmly: bool = False) -> Answer:
        """The team, or one more part of it: '7 backend engineers, 2 SREs'; who is said to do it comes before others."""
        before_team = next((f for f in self.view.facts if f.fact == "team_size"), None)
        joined = (
            self.last_fact == "team_size"
            and self.last_quantity is not None
            and self.view.keys(self.last_quantity.end, q.first) in (["and"], [","], ["+"], ["plus"], [",", "and"])
        )
        if before_team is not None and joined and isinstance(before_team.value, float):
            self.view.facts.remove(before_team)
            return "team_size", before_team.value + q.value, ""
        named = "team" in q.families and set(q.nouns) & _DEVELOPERS
        if named and before_team is not None and not joined and not self.developers_are_named:
            self.view.facts.remove(before_team)  # 'two people carry it', '6 developers'
        self.developers_are_named = self.developers_are_named or bool(named)
        if firmly and before_team is not None and before_team in self.view.facts and not self.team_is_firm:
            self.view.facts.remove(before_team)
        self.team_is_firm = self.team_is_firm or firmly
        return "team_size", q.value, ""

    def is_for(self, q: Quantity) -> bool:
        """'a tool for 40 engineers', not 'for 30 cities, 40 engineers'."""
        for at in range(q.first - 1, max(-1, q.first - 5), -1):
            if self.view.key(at) == "for":
                return True
            if self.view.is_boundary(at) or self.quantity_between(at, at + 1):
                return False
        return False

    def writes_code(self, q: Quantity) -> bool:
        keys = self.view.keys(q.last, q.last + 9)
        stop = next((i for i, k in enumerate(keys) if k[:1].isdigit() or k in _ENDS), len(keys))
        after = keys[:stop]
        writes = {"write", "writes", "writing", "do", "does"} & set(after) and {"code", "coding", "programming"} & set(
            after
        )
        codes = any(k in ("code", "program") and after[i - 1] in _WHO for i, k in enumerate(after) if i)
        return bool(writes or codes) or (after[:2] == ["of", "us"] and not {"use", "users"} & set(after))

    def makes_it(self, q: Quantity) -> bool:
        """'run by one person', 'maintained by two volunteers': who builds it, not who uses it."""
        before = self.view.keys(q.first - 3, q.first)
        doing = before[-2:-1] if before[-1:] == ["by"] else before[:1] if before[1:2] == ["by"] else []
        return bool(doing and doing[0] in _MADE_BY and _GENERIC & set(q.nouns) and q.value <= 1000)
