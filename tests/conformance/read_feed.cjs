// What programs from npm read of a feed: `node read_feed.cjs READER FOLDER FILE` prints it as JSON.
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");

const [reader, folder, file] = process.argv.slice(2);
const load = createRequire(`${folder}/`);
const text = readFileSync(file, "utf-8");

const readers = {
  // The Podcast Index's own.
  partytime: () => load("podcast-partytime").parseFeed(text, { allowMissingGuid: false }),
  feedsmith: () => load("feedsmith").parseFeed(text),
  // The New York Public Library's.
  async opds() {
    const { default: Parser, AcquisitionFeed } = load("opds-feed-parser");
    const feed = await new Parser().parse(text);
    return {
      acquisition: feed instanceof AcquisitionFeed,
      id: feed.id, title: feed.title, updated: feed.updated,
      links: feed.links.map(({ href, rel, type }) => ({ href, rel, type })),
      entries: feed.entries.map(({ id, title, updated, published, language, authors, summary, links }) => ({
        id, title, updated, published, language, authors: authors.map(({ name }) => name), summary: summary.content,
        links: links.map((link) => ({ kind: link.constructor.name, href: link.href, rel: link.rel, type: link.type })),
      })),
    };
  },
};

Promise.resolve(readers[reader]()).then((found) => process.stdout.write(JSON.stringify(found)));
