// tests/slow/browser.js: what a reader does with a packet's page, done by a headless Chromium.
// SPDX-License-Identifier: Apache-2.0
//
//   node browser.js MODULES BROWSER OUTDIR use|hostile INDEX.HTML      prints what is wrong; status 1 when something is
"use strict";
const fs = require("fs");
const path = require("path");
const [modules, executablePath, outdir, how, file] = process.argv.slice(2);
const puppeteer = require(path.join(modules, "puppeteer-core"));
const axe = fs.readFileSync(path.join(modules, "axe-core", "axe.min.js"), "utf8");
const url = "file://" + path.resolve(file);
let bad = 0;
function check(ok, what) {
  if (!ok) {
    bad++;
    console.error(`browser.js: ${file}: ${what}`);
  }
}

async function open(browser, options = {}) {
  const page = await browser.newPage();
  await page.setBypassCSP(options.bypass === true);
  page.on("console", (m) => check(false, `the console says: ${m.text()}`));
  page.on("pageerror", (e) => check(false, `a script fails: ${e.message}`));
  page.on("dialog", (d) => { check(false, `a dialog opens: ${d.message()}`); d.dismiss(); });
  page.on("request", (r) => check(r.url().split("#")[0] === url, `it asks for ${r.url()}`));
  await page.setJavaScriptEnabled(options.scripts !== false);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: options.theme || "light" }]);
  await page.setViewport({ width: options.width || 1280, height: 900 });
  await page.goto(url);
  return page;
}
const rowsOf = (page) => page.$$eval("#inventory tr.p", (l) => l.map((r) => ({ s: r.classList[1], text: r.textContent, from: r.cells[1].textContent.trim().toLowerCase(), id: r.id })));

async function withoutScripts(browser) {
  const page = await open(browser, { scripts: false });
  const facts = await page.content();
  for (const id of ["statements", "findings", "picture", "paths", "gaps", "evidence", "ways", "rules", "verify"])
    check(facts.includes(`id="${id}"`), `without scripts there is no section ${id}`);
  check(/<tr id="p-[0-9a-f]+"/.test(facts), "without scripts there are no paths");
  await page.close();
}

async function inventory(page) {
  const every = await rowsOf(page);
  await page.select("#tools select[name=status]", "red");
  const red = await rowsOf(page);
  check(red.length > 0 && red.every((r) => r.s === "red") && red.length < every.length, "the filter by status does not hold");
  await page.select("#tools select[name=status]", "");
  await page.type("#tools input", every[0].id);
  await page.waitForFunction(() => document.querySelectorAll("#inventory tr.p").length === 1, { timeout: 5000 }).catch(() => check(false, "the search finds other rows than the one asked for"));
  check((await page.$eval("#count", (e) => e.textContent)).startsWith("1 of "), "the count is not told");
  await page.$eval("#tools input", (e) => { e.value = ""; e.dispatchEvent(new Event("input")); });
  await page.waitForFunction((n) => document.querySelectorAll("#inventory tr.p").length === n, { timeout: 5000 }, every.length).catch(() => check(false, "rows are lost after a search"));
  await page.select("#tools select[name=group]", "none");
  await page.focus("#inventory thead th:nth-child(2) button");
  await page.keyboard.press("Enter");
  const up = (await rowsOf(page)).map((r) => r.from);
  check(up.every((t, i) => i === 0 || up[i - 1].localeCompare(t, "en", { numeric: true }) <= 0), "sorting by source, with the keyboard, gives another order");
  check((await page.$eval("#inventory thead th:nth-child(2)", (e) => e.getAttribute("aria-sort"))) === "ascending", "the order is not told to screen readers");
  await page.keyboard.press("Enter");
  const down = (await rowsOf(page)).map((r) => r.from);
  check(down[0] === up[up.length - 1], "sorting again does not turn the order");
  await page.select("#tools select[name=group]", "class");
  await page.focus("#inventory a.w");
  await page.keyboard.press("Enter");
  check((await page.$$("#inventory tr.x .steps li")).length > 0, "a path does not unfold into its hops");
  check(/a-\d{6}#/.test(await page.$eval("#inventory tr.x", (e) => e.textContent).catch(() => "")), "hops do not cite the raw rule");
}

async function map(page) {
  const viewBox = () => page.$eval("#mapbox figure:not([hidden]) svg", (e) => e.getAttribute("viewBox"));
  const home = await viewBox();
  await page.focus("#mapbox");
  await page.keyboard.press("+");
  const near = await viewBox();
  check(near !== home, "+ does not zoom");
  await page.keyboard.press("ArrowRight");
  check((await viewBox()) !== near, "arrows do not move the map");
  await page.keyboard.press("0");
  check((await viewBox()).split(" ").map(Number).join() === home.split(" ").map(Number).join(), "0 does not fit the map");
  const box = await (await page.$("#mapbox")).boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 60, { steps: 4 });
  await page.mouse.up();
  check((await viewBox()) !== home, "dragging does not move the map");
  await page.keyboard.press("0");
  await page.click("#mapbox figure:not([hidden]) a[data-p] rect");
  check(await page.$eval("#panel", (e) => !e.hidden && e.querySelectorAll("details").length > 0), "a click on a label does not list its paths");
  await page.$eval("#panel details", (e) => { e.open = true; });
  await page.waitForSelector("#panel .steps li", { timeout: 5000 }).catch(() => check(false, "the panel does not show the hops"));
  await page.$eval("#mapbox figure:not([hidden]) g.nd", (e) => e.focus());
  await page.keyboard.press("Enter");
  check(await page.$eval("#panel h3", (e) => e.textContent.length > 0), "Enter on a box chooses nothing");
  check((await page.evaluate(() => document.activeElement.id)) === "panel", "the panel does not get the focus");
  const options = await page.$$eval("#which option", (l) => l.length);
  for (let i = 0; i < options; i++) {
    await page.select("#which", String(i));
    check((await page.$$("#mapbox figure:not([hidden])")).length === 1, "more than one picture is shown");
  }
  await page.select("#which", "0");
}

async function accessible(browser) {
  for (const theme of ["light", "dark"]) {
    const page = await open(browser, { theme, bypass: true });
    await page.click("#inventory a.w").catch(() => {});
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], exclude: [["#ways"], ["#rules"]] }));
    for (const v of found.violations.filter((x) => x.impact === "serious" || x.impact === "critical"))
      check(false, `axe, ${theme}: ${v.id} (${v.impact}): ${v.help}: ${v.nodes.length} places, such as ${v.nodes[0].html.slice(0, 160)} ${(v.nodes[0].any[0] || {}).message || ""}`);
    await page.close();
  }
}

async function use(browser) {
  await withoutScripts(browser);
  const page = await open(browser);
  await inventory(page);
  await map(page);
  await page.click("#theme");
  check((await page.evaluate(() => getComputedStyle(document.body).backgroundColor)) !== "rgb(255, 255, 255)", "the page does not turn dark");
  await page.pdf({ path: path.join(outdir, "packet.pdf"), preferCSSPageSize: true });
  await page.close();
  const narrow = await open(browser, { width: 400 });
  check(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), "at 400 px the page scrolls sideways");
  await narrow.close();
  await accessible(browser);
  check(fs.statSync(path.join(outdir, "packet.pdf")).size > 10000, "it does not print");
}

/* Names are text: no element, handler or link came from them, and a reader sees them. */
async function hostile(browser) {
  const page = await open(browser);
  await page.$$eval("#inventory a.w", (l) => l.slice(0, 20).forEach((a) => a.click()));
  await page.$$eval("#mapbox a[data-p], #mapbox g.nd", (l) => l.slice(0, 30).forEach((a) => a.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))));
  const found = await page.evaluate(() => ({
    scripts: document.scripts.length,
    strange: document.querySelectorAll("iframe,object,embed,img,link,base,form,[onload],[onerror],[onclick],[style]:not(#mapbox)").length,
    links: Array.from(document.querySelectorAll("[href]")).map((a) => a.getAttribute("href")).filter((h) => !/^(#|[a-z]+\.(csv|json|svg|dot|drawio|mmd|sarif|xml|md)$)/.test(h)).length,
    ran: window.hacked === undefined,
    seen: document.body.textContent.includes("<script>"),
  }));
  check(found.scripts === 1, `${found.scripts} scripts instead of one`);
  check(found.strange === 0, `${found.strange} elements or attributes that the page does not make`);
  check(found.links === 0, `${found.links} links that lead elsewhere`);
  check(found.ran, "a name ran");
  check(found.seen, "the hostile name is not shown as text");
  await page.close();
}

(async () => {
  const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
  try {
    await (how === "hostile" ? hostile(browser) : use(browser));
  } catch (e) {
    check(false, e.stack);
  }
  await browser.close();
  process.exit(bad > 0 ? 1 : 0);
})();
