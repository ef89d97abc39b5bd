// What programs from npm read of a file: `node read_timed_text.cjs READER FOLDER FILE` prints it as JSON.
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");

const [reader, folder, file] = process.argv.slice(2);
const load = createRequire(`${folder}/`);
const text = readFileSync(file, "utf-8");

const readers = {
  // The W3C's own: its complaints, its cues and the tree of each cue's text.
  w3c() {
    const { WebVTTParser } = load("webvtt-parser");
    const { errors, cues } = new WebVTTParser(load("webvtt-parser/html-entities.json")).parse(text, "subtitles");
    const shown = (node) => (node.type === "text" ? node.value : (node.children || []).map(shown).join(""));
    const stamps = (node) =>
      node.type === "timestamp" ? [node.value] : (node.children || []).flatMap(stamps);
    return {
      errors,
      cues: cues.map((cue) => ({
        begin: cue.startTime, end: cue.endTime, text: shown(cue.tree), stamps: stamps(cue.tree),
      })),
    };
  },
  // imscJS, which players use: its complaints, and what is on the screen at each change.
  imsc() {
    const { fromXML } = load("imsc/src/main/js/doc.js"); // the whole of it wants a browser to draw in
    const { generateISD } = load("imsc/src/main/js/isd.js");
    const errors = [];
    const told = (message) => { errors.push(message); };
    const handler = { info: told, warn: told, error: told, fatal: told };
    const document = fromXML(text, handler);
    const times = document.getMediaTimeEvents();
    const parts = (node) => node.kind === "br" ? ["\n"]
      : [...(node.text ? [node.text] : []), ...(node.contents || []).flatMap(parts)];
    const cues = times.map((begin, number) => ({
      begin, end: times[number + 1], text: generateISD(document, begin, handler).contents.flatMap(parts).join(""),
    }));
    return { errors, cues: cues.filter((cue) => cue.text) };
  },
  lrc() {
    const { Lrc } = load("lrc-kit");
    const { info, lyrics } = Lrc.parse(text, { enhanced: true });
    return { errors: [], info, cues: lyrics };
  },
  // What podcast players use for `podcast:transcript`.
  transcriptator() {
    const { convertFile, determineFormat } = load("transcriptator");
    const cues = convertFile(text).map((one) => ({
      begin: one.startTime, end: one.endTime, text: one.body, speaker: one.speaker,
    }));
    return { errors: [], format: determineFormat(text), cues };
  },
};

process.stdout.write(JSON.stringify(readers[reader]()));
