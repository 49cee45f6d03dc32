// forms.test.mjs: the forms, centres and words that ship: complete, short, and alike where the
// network compares. What their schemas refuse, `form check` and `centre check` refuse, too.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { program } from "../helpers.mjs";

const root = new URL("../../forms/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, root), "utf8"));
const LANGUAGES = ["fr", "en", "es", "it", "pt", "de", "ca", "eu", "ar"];
const forms = ["exit", "interview", "workshop", "club"].map((id) => read(`${id}.json`));
const centres = readdirSync(new URL("centres/", root))
  .filter((name) => name.endsWith(".json"))
  .map((name) => read(`centres/${name}`));
const laVillette = centres.find((centre) => centre.id === "la-villette");
const network = read("network.json");
const themes = LANGUAGES.map((language) => read(`themes/${language}.json`));

/** Every language map below `value`, with its JSON pointer. */
function* texts(value, at = "") {
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) {
    if (["text", "hint", "title", "name", "why"].includes(key) && typeof inner === "object")
      yield [`${at}/${key}`, inner];
    else yield* texts(inner, `${at}/${key}`);
  }
}

const question = (form, name) => form.questions.find((each) => each.name === name);
const scores = (asked) => asked.options.map(({ code, score }) => [code, score]);

/** Is `id` a zone of the IANA database? */
function isZone(id) {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: id }));
  } catch {
    return false;
  }
}

/** The opening hours of a day of a centre, as its calendar says. */
function hours(centre, day) {
  const { week, closed = [], open = [] } = centre.calendar;
  const extra = open.find((each) => each.day === day);
  if (extra) return extra.hours;
  if (closed.some(({ from, to }) => from <= day && day <= to)) return [];
  const weekday = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
  return week[weekday[new Date(`${day}T12:00:00Z`).getUTCDay()]] ?? [];
}

test("the schemas are right, and every file keeps to its own", () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true, strictTypes: false, strictRequired: false });
  const files = { form: forms, centre: centres, network: [network], themes };
  for (const [kind, documents] of Object.entries(files)) {
    const fits = ajv.compile(read(`${kind}.schema.json`));
    for (const document of documents) {
      fits(document);
      assert.deepEqual(fits.errors, null, `${kind} ${document.id ?? ""}`);
    }
  }
});

/** Whether `form check` or `centre check` takes a document, and what it says. */
function check(kind, document) {
  const folder = mkdtempSync(join(tmpdir(), "sortie-check-"));
  const file = join(folder, `${kind}.json`);
  writeFileSync(file, JSON.stringify(document));
  const { status, stderr } = spawnSync(program, [kind, "check", file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  assert.ok(status === 0 || status === 65, `${status}: ${stderr}`);
  return { fine: status === 0, says: stderr };
}

/** Each fault alone, in a file that is right: the schema and the program refuse both. */
function refusedTwice(kind, file, faults) {
  const fits = new Ajv2020({ strict: false }).compile(read(`${kind}.schema.json`));
  assert.ok(fits(read(file)) && check(kind, read(file)).fine);
  for (const [fault, make] of Object.entries(faults)) {
    const document = read(file);
    make(document);
    assert.equal(fits(document), false, `the schema takes ${fault}`);
    assert.equal(check(kind, document).fine, false, `${kind} check takes ${fault}`);
  }
}

test("every form and centre that ships is taken by the program", () => {
  for (const form of forms) assert.deepEqual(check("form", form), { fine: true, says: "" });
  for (const centre of centres) assert.ok(check("centre", centre).fine, centre.id);
});

test("the schema of a form and `form check` refuse what an author gets wrong", () => {
  refusedTwice("form", "exit.json", {
    "an unknown member": (form) => (form.questions[0].colour = "red"),
    "a member of another type of question": (form) => (form.questions[0].max = 2),
    "thirteen words": (form) => (form.questions[0].text.en = "a b c d e f g h i j k l m"),
    "a question without a name": (form) => delete form.questions[0].name,
    "a code with a capital": (form) => (form.questions[0].options[0].code = "A"),
    "a score of 101": (form) => (form.questions[0].options[4].score = 101),
    "a score of an option that is missing": (form) => (form.questions[0].options[4].missing = true),
    "six faces": (form) =>
      form.questions[0].options.push({ code: "6", text: form.questions[0].options[0].text }),
    "one code where a list is needed": (form) => (question(form, "why_good").show_if.value = "4"),
    "required and optional at once": (form) => (question(form, "say").required = true),
    "the core question twice": (form) =>
      form.questions.push({ ...question(form, "forward"), name: "forward_again" }),
    "positives of a core question": (form) => (question(form, "overall").positive = ["4", "5"]),
    "an empty list of positives": (form) => (question(form, "why_good").positive = []),
    "a picture that is an object": (form) => (question(form, "why_good").options[0].icon = {}),
    "a picture by its path": (form) => (question(form, "why_good").options[0].icon = "../x"),
    "a picture that nobody drew": (form) => (question(form, "why_good").options[0].icon = "rocket"),
    "a sign of the tablet's own": (form) => (question(form, "why_good").options[0].icon = "speaker"),
    "a list where a text is needed": (form) => (form.title = ["Your visit"]),
    "questions that are no list": (form) => (form.questions = { ...form.questions }),
    "one language, not in a list": (form) => (form.languages = "fr"),
    "kinds that are no list": (form) => (question(form, "place").kinds = "desk"),
  });
});

test("the schema of a centre and `centre check` refuse what its author gets wrong", () => {
  const place = (centre, kind) => centre.places.find((each) => each.kind === kind);
  refusedTwice("centre", "centres/la-villette.json", {
    "an unknown member": (centre) => (centre.colour = "red"),
    "a country in small letters": (centre) => (centre.country = "fr"),
    "a flag in quotes": (centre) => (centre.simulated = "yes"),
    "settings that are a list": (centre) => (centre.settings = ["05:00"]),
    "a grace that is a number": (centre) => (centre.settings.grace = 5),
    "a limit that is a number": (centre) => (centre.settings.bucket = 1000),
    "a limit beyond all sense": (centre) =>
      (centre.settings.bucket = { size: 1000001, per_minute: 60 }),
    "terms that are no list": (centre) => (centre.settings.terms = "09-01"),
    "no terms": (centre) => (centre.settings.terms = []),
    "switches that are a list": (centre) => (centre.settings.questions = ["exit/say"]),
    "groups that are too small": (centre) => (centre.settings.smallest_group = 4),
    "a calendar that is a text": (centre) => (centre.calendar = "always"),
    "a calendar without a week": (centre) => delete centre.calendar.week,
    "a week that is a list": (centre) => (centre.calendar.week = []),
    "hours that are no list": (centre) => (centre.calendar.week.tue = "10:00-18:00"),
    "closures that are an object": (centre) => (centre.calendar.closed = {}),
    "a closure that is a day": (centre) => (centre.calendar.closed = ["2026-12-24"]),
    "a closure whose why is a text": (centre) => (centre.calendar.closed[0].why = "Noël"),
    "openings that are an object": (centre) => (centre.calendar.open = {}),
    "tracks that are an object": (centre) => (centre.tracks = {}),
    "sessions that are an object": (centre) => (centre.sessions = {}),
    "a session that is an id": (centre) => (centre.sessions[0] = "s"),
    "cancelled sessions that are a flag": (centre) => (centre.cancelled = true),
    "an attendance that is a text": (centre) => (centre.sessions[0].attendance = "12"),
    "a place that is an id": (centre) => (centre.places[0] = "desk-job"),
    "a place that is a person by its kind": (centre) => (centre.places[0].kind = "counsellor"),
    "a place called like a file of a report": (centre) => (centre.places[0].id = "latest"),
    "a picture that nobody drew": (centre) => (centre.places[0].icon = "rocket"),
    "a picture that is a flag": (centre) => (centre.places[0].icon = true),
    "a sensitive that is a text": (centre) => (place(centre, "club").sensitive = "yes"),
    "a day that is null": (centre) => (centre.places[0].from = null),
    "a track of a desk": (centre) => (place(centre, "desk").track = centre.tracks[0].id),
    "a workshop without its track": (centre) => delete place(centre, "workshop").track,
    "501 places": (centre) => {
      for (let i = centre.places.length; i < 501; i++)
        centre.places.push({ ...place(centre, "desk"), id: `desk-${i}` });
    },
  });
});

test("the pictures that both schemas have and the programs name are those that are drawn", () => {
  const drawn = readFileSync(new URL("../collector/static/pictograms.svg", root), "utf8");
  const symbols = [...drawn.matchAll(/<symbol id="([^"]+)"/g)].map(([, id]) => id);
  const { enum: names } = read("centre.schema.json").$defs.place.properties.icon;
  const own = ["none", "arrow", "globe", "tick", "cloud", "more", "speaker", "letters", "plus"];
  assert.deepEqual(names, symbols.filter((symbol) => !own.includes(symbol)));
  assert.deepEqual(read("form.schema.json").$defs.option.properties.icon.enum, names);
  const centre = read("centres/la-villette.json");
  centre.places[0].icon = "rocket";
  const { says } = check("centre", centre);
  assert.ok(says.trim().endsWith(`centre.json/places/0: 'icon' must be one of the pictures ${names.join(", ")}`), says);
});

test("no picture of an answer has a line of the tablet's own signs", () => {
  const drawn = readFileSync(new URL("../collector/static/pictograms.svg", root), "utf8");
  const { enum: names } = read("centre.schema.json").$defs.place.properties.icon;
  const lines = [...drawn.matchAll(/<symbol id="([^"]+)".*<\/symbol>/g)].flatMap(([symbol, id]) =>
    [...symbol.matchAll(/ d="([^"]+)"/g)].map(([, line]) => [names.includes(id), line]));
  const own = lines.filter(([answer]) => !answer).map(([, line]) => line);
  assert.ok(own.length >= 9);
  assert.deepEqual(lines.filter(([answer, line]) => answer && own.includes(line)), []);
});

test("no two desks of a centre have the same picture", () => {
  for (const { id, places } of centres) {
    const pictures = places.filter(({ kind }) => kind === "desk").map(({ icon }) => icon);
    assert.equal(new Set(pictures).size, pictures.length, id);
  }
});

test("`centre check` says of a place that it is named after a person", () => {
  for (const name of ["M.\u00a0Dupont", "Ms Smith", "SEÑOR PÉREZ", "Sra García"]) {
    const centre = read("centres/la-villette.json");
    centre.places[0].name.fr = name;
    assert.match(check("centre", centre).says, /names a person: a place is a desk/, name);
  }
});

test("every text of every form is there in nine languages", () => {
  for (const form of forms) {
    assert.deepEqual(form.languages, LANGUAGES, form.id);
    for (const [at, map] of texts(form)) {
      assert.deepEqual(Object.keys(map), LANGUAGES, `${form.id}${at}`);
      for (const text of Object.values(map)) assert.equal(text, text.trim(), `${form.id}${at}`);
    }
  }
});

test("no text was left in another language", () => {
  const arabic = /\p{Script=Arabic}/u;
  for (const document of [...forms, ...centres])
    for (const [at, map] of texts(document)) {
      if (map.ar) assert.match(map.ar.replaceAll("45", ""), arabic, `${document.id}${at}`);
      for (const [language, text] of Object.entries(map))
        if (language !== "ar") assert.doesNotMatch(text, arabic, `${document.id}${at} ${language}`);
    }
  for (const form of forms)
    for (const { name, text } of form.questions)
      assert.equal(new Set(Object.values(text)).size, LANGUAGES.length, `${form.id} ${name}`);
});

test("a question has 12 words at most, a label fits its button", () => {
  for (const form of forms)
    for (const { name, text, options = [] } of form.questions) {
      for (const [language, sentence] of Object.entries(text))
        assert.ok(sentence.split(/ +/).length <= 12, `${form.id} ${name} ${language}: ${sentence}`);
      for (const option of options)
        for (const label of Object.values(option.text))
          assert.ok([...label].length <= 40, `${form.id} ${name}: ${label}`);
    }
  for (const centre of centres)
    for (const { name } of centre.places)
      for (const label of Object.values(name))
        assert.ok([...label].length <= 40, `${centre.id}: ${label}`);
});

test("a form is finished in five taps, the one at the door in three", () => {
  const taps = (form) => form.questions.filter((each) => each.required).length;
  for (const form of forms) assert.ok(taps(form) <= 5, form.id);
  assert.equal(taps(forms[0]), 3);
  assert.deepEqual(
    forms[0].questions.slice(0, 3).map((each) => each.name),
    ["overall", "place", "forward"],
  );
});

test("the two core questions have the same codes and scores in every form", () => {
  for (const form of forms) {
    const overall = question(form, "overall"),
      forward = question(form, "forward");
    assert.equal(form.questions[0], overall);
    assert.deepEqual(
      [overall.core, overall.type, overall.style, overall.required],
      ["overall.v1", "scale", "faces", true],
    );
    assert.deepEqual(scores(overall), [["1", 0], ["2", 25], ["3", 50], ["4", 75], ["5", 100]]);
    assert.deepEqual([forward.core, forward.type, forward.required], ["forward.v1", "choice", true]);
    assert.deepEqual(scores(forward), [["yes", 100], ["little", 50], ["no", 0]]);
    assert.deepEqual(
      overall.options.map((option) => option.text),
      question(forms[0], "overall").options.map((option) => option.text),
    );
    assert.deepEqual(forward, question(forms[0], "forward"));
  }
});

test("codes and names are used once, and rules look back at codes that exist", () => {
  const leaves = (rule) =>
    rule.q ? [rule] : (rule.all ?? rule.any ?? [rule.not]).flatMap((inner) => leaves(inner));
  for (const form of forms) {
    const seen = new Map();
    for (const asked of form.questions) {
      const codes = (asked.options ?? []).map((option) => option.code);
      assert.equal(new Set(codes).size, codes.length, `${form.id} ${asked.name}`);
      for (const { q, value } of asked.show_if ? leaves(asked.show_if) : [])
        for (const code of [value].flat())
          assert.ok(seen.get(q)?.includes(code), `${form.id} ${asked.name}: ${q} ${code}`);
      for (const code of asked.positive ?? []) assert.ok(codes.includes(code));
      assert.ok(!seen.has(asked.name), `${form.id} ${asked.name}`);
      seen.set(asked.name, codes);
    }
  }
});

test("the door asks for the same reasons in both directions, and every face leads to one", () => {
  const [good, bad] = ["why_good", "why_bad"].map((name) => question(forms[0], name));
  const codes = (asked) => asked.options.map((option) => option.code);
  assert.deepEqual(codes(good), codes(bad));
  assert.deepEqual([...bad.show_if.value, ...good.show_if.value], ["1", "2", "3", "4", "5"]);
});

test("free text is off until a centre switches it on, and says to write nothing personal", () => {
  const free = forms.flatMap((form) => form.questions.filter((each) => each.type === "text"));
  assert.ok(free.length > 0);
  for (const asked of free) {
    assert.equal(asked.optional, "off");
    assert.ok(asked.hint);
  }
});

test("the interview asks about the five criteria, each with a way to say 'I don't know'", () => {
  const interview = forms[1];
  for (const name of ["open", "easy", "sectors", "partners", "ways"]) {
    const { options } = question(interview, name);
    assert.deepEqual(
      options.map(({ code, score, missing }) => [code, score ?? null, missing ?? false]),
      [["yes", 100, false], ["little", 50, false], ["no", 0, false], ["unknown", null, true]],
    );
  }
});

test("every centre has its names in its languages, and ids of its own", () => {
  for (const centre of centres) {
    const languages = [...centre.languages].sort();
    for (const [at, map] of texts(centre))
      assert.deepEqual(Object.keys(map).sort(), languages, `${centre.id}${at}`);
    const ids = [centre, ...centre.tracks, ...centre.places, ...centre.sessions].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, centre.id);
    for (const language of languages) {
      const names = centre.places.map(({ name }) => name[language]);
      assert.equal(new Set(names).size, names.length, `${centre.id} ${language}`);
      assert.ok(read(`words/${language}.json`).name);
    }
    const tracks = centre.tracks.map(({ id }) => id);
    for (const { kind, track, id } of centre.places)
      assert.equal(kind === "workshop", tracks.includes(track), id);
  }
});

test("every session is one of a workshop or club, within opening hours", () => {
  for (const centre of centres)
    for (const { id, place, day, at } of centre.sessions) {
      assert.match(centre.places.find((each) => each.id === place)?.kind, /^(workshop|club)$/, id);
      const open = hours(centre, day).some((span) => {
        const [from, to] = span.split("-");
        return from <= at && at < to;
      });
      assert.ok(open, `${centre.id} ${id}`);
    }
});

test("La Villette: five desks, eleven clubs, an evening, and weeks in which it is closed", () => {
  const kind = (name) => laVillette.places.filter((place) => place.kind === name);
  assert.deepEqual(
    kind("desk").map(({ id }) => id),
    ["desk-orientation", "desk-pathway", "desk-job", "desk-change", "desk-business"],
  );
  assert.equal(kind("club").length, 11);
  assert.ok(kind("workshop").length >= 7);
  assert.ok(kind("space").some(({ id }) => id === "space-documentation"));
  assert.ok(Object.values(laVillette.calendar.week).flat().some((span) => span.split("-")[1] >= "20:00"));
  for (const monday of ["2026-08-03", "2026-12-28"]) {
    const days = [...Array(7).keys()].map((day) =>
      new Date(Date.parse(monday) + day * 86400000).toISOString().slice(0, 10),
    );
    assert.ok(days.every((day) => hours(laVillette, day).length === 0), monday);
  }
});

test("clubs that reveal health, gender or origin are sensitive, the others not", () => {
  const sensitive = laVillette.places.filter((place) => place.sensitive).map(({ id }) => id);
  assert.deepEqual(sensitive.sort(), [
    "club-elsewhere",
    "club-illness",
    "club-taller",
    "club-trans",
    "club-women",
  ]);
  for (const centre of centres)
    for (const { id, sensitive: flag } of centre.places)
      assert.equal(Boolean(flag), sensitive.includes(id), `${centre.id} ${id}`);
});

test("the themes offered for a new club reveal nothing of the person", () => {
  const codes = question(forms[1], "club_theme").options.map(({ code }) => code);
  const revealing = laVillette.places.filter((place) => place.sensitive);
  for (const { id } of revealing) assert.ok(!codes.includes(id.replace("club-", "")), id);
});

test("the network: ids used once, zones that exist, centre files that agree", () => {
  const ids = network.centres.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  const count = (status) => network.centres.filter((each) => each.status === status).length;
  assert.deepEqual([count("open"), count("planned")], [24, 11]);
  for (const { id, zone, countries, languages } of network.centres) {
    assert.ok(isZone(zone), `${id}: ${zone}`);
    for (const country of countries)
      assert.notEqual(new Intl.DisplayNames("en", { type: "region" }).of(country), country);
    for (const language of languages) assert.ok(LANGUAGES.includes(language), `${id} ${language}`);
  }
  for (const { id, zone, country, languages } of centres) {
    const listed = network.centres.find((each) => each.id === id);
    assert.deepEqual([zone, country], [listed.zone, listed.countries[0]], id);
    assert.deepEqual([...languages].sort(), [...listed.languages].sort(), id);
  }
});

test("months, date and direction are there in nine languages", () => {
  assert.deepEqual(
    readdirSync(new URL("words/", root)).sort(),
    LANGUAGES.map((language) => `${language}.json`).sort(),
  );
  for (const language of LANGUAGES) {
    const words = read(`words/${language}.json`);
    assert.equal(words.direction, language === "ar" ? "rtl" : "ltr");
    for (const part of ["{d}", "{month}", "{y}"]) assert.ok(words.date.includes(part), language);
    const months = [...Array(12).keys()].map((month) => words[`month.${month + 1}`]);
    assert.equal(new Set(months).size, 12, language);
    assert.ok(months.every(Boolean), language);
  }
});

test("themes and ideas are the same in nine languages, each with its own names", () => {
  const arabic = /^[\p{Script=Arabic}\p{P}\s]+$/u;
  for (const list of ["themes", "ideas"]) {
    const ids = themes[0][list].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { language, [list]: entries } of themes) {
      assert.deepEqual(entries.map(({ id }) => id), ids, language);
      assert.equal(new Set(entries.map(({ name }) => name)).size, ids.length, language);
      for (const { name, words } of entries)
        for (const text of [name, ...words])
          assert.equal(arabic.test(text), language === "ar", `${language}: ${text}`);
    }
  }
});
