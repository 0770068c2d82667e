import { browser, server, stopServer } from "./tools.mjs";
import pages from "./pages.mjs";
await pages(); await browser.close(); await stopServer(server); 
