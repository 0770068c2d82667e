// The journeys in a real browser: Chromium driven by playwright-core, pages checked by axe-core, against a
// demonstration store of its own. The journeys come first, so that the walk over all pages finds them full.
// usage: node browser.mjs GONGKAI SOURCE_DIR [PICTURE_DIR] — prints "ok" and "not ok" lines.
// GONGKAI_PART=agencies,pages runs only these files; pages alone finds no site, which agencies makes.
import { rmSync } from "node:fs";
import { browser, failures, server, stopServer, tell, work } from "./tools.mjs";

const parts = (process.env.GONGKAI_PART || "public,check,clock,apply,desk,case,redact,endings,keyboard,archive,agencies,tree,people,first,pages").split(",");
for (const part of parts) await (await import(`./${part}.mjs`)).default();
await browser.close();
const ended = await stopServer(server);
tell(ended === 0, "the server stops cleanly when told", `ended with ${ended}: ${server.said}`);
rmSync(work, { recursive: true, force: true });
process.exit(failures() ? 1 : 0);
