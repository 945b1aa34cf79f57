// Opens pages of a site in Chromium, and says what is wrong with each of them.
// stdin: {"base", "pages", "executable", "profile", "shots"}; stdout: {page: [complaint, ...]}.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const { base, pages, executable, profile, shots } = JSON.parse(readFileSync(0, "utf8"));
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 375, height: 800 };
const context = await chromium.launchPersistentContext(profile, {
  executablePath: executable,
  headless: true,
  viewport: DESKTOP,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

// ------------------------------------------------------------ inside of a page

function contents() {
  const said = [];
  const formulas = document.querySelectorAll("mjx-container").length;
  const written = document.querySelectorAll("article .math").length;
  if (written !== formulas) said.push(`${formulas} of ${written} formulas were set`);
  for (const bad of document.querySelectorAll("mjx-merror, [data-mjx-error], merror, .MathJax_Error")) {
    said.push(`formula: ${bad.getAttribute("data-mjx-error") ?? bad.textContent}`);
  }
  for (const left of document.querySelectorAll("article p, article td, article li")) {
    const own = [...left.childNodes].filter((x) => x.nodeType === Node.TEXT_NODE).map((x) => x.data).join(" ");
    if (/\$\$|\\\(|\\frac|\[\[/.test(own)) said.push(`not set: ${own.trim().slice(0, 60)}`);
  }
  for (const picture of document.images) {
    if (picture.loading === "lazy") continue;
    if (!picture.complete || picture.naturalWidth === 0) said.push(`picture: ${picture.getAttribute("src")}`);
    if (!picture.alt) said.push(`picture without words: ${picture.getAttribute("src")}`);
  }
  return said;
}

function width() {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll("article *")].filter((x) => x.getBoundingClientRect().right > innerWidth + 1);
  return [`${root.scrollWidth} px wide at ${innerWidth} px: ${wide[0]?.outerHTML.slice(0, 80)}`];
}

function contrast() {
  const channels = (text) => {
    const [r, g, b, a = 1] = (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    return { rgb: [r, g, b], a };
  };
  const light = ({ rgb }) => {
    const [r, g, b] = rgb.map((x) => (x / 255 <= 0.03928 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (x) => {
    for (let at = x; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.a > 0.9) return colour;
    }
    return { rgb: [255, 255, 255], a: 1 };
  };
  const said = [];
  if (light(behind(document.querySelector("article"))) > 0.2) said.push("the page is not dark");
  const seen = new Set();
  for (const x of document.querySelectorAll("article p, article li, article td, article th, article a, article h1, article h2, article code, article pre span, mjx-math, .sidebar-tree a")) {
    const style = getComputedStyle(x);
    if (!x.textContent.trim() || !x.getClientRects().length) continue;
    const [front, back] = [channels(style.color), behind(x)];
    const key = `${front.rgb}/${back.rgb}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const [low, high] = [light(front), light(back)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 3) said.push(`contrast ${ratio.toFixed(1)}: ${x.tagName} ${x.textContent.trim().slice(0, 40)}`);
  }
  for (const picture of document.querySelectorAll("article img")) {
    if (channels(getComputedStyle(picture).backgroundColor).a < 1) said.push("a picture has no background");
  }
  return said;
}

// ------------------------------------------------------------ all pages

const found = {};

async function visit(tab, page) {
  const said = [];
  const complain = [
    ["console", (m) => ["error", "warning"].includes(m.type()) && said.push(`console: ${m.text()}`)],
    ["pageerror", (e) => said.push(`error: ${e.message}`)],
    ["requestfailed", (r) => said.push(`request: ${r.url()}`)],
    ["response", (r) => r.status() >= 400 && said.push(`${r.status()}: ${r.url()}`)],
    ["request", (r) => !r.url().startsWith(base) && !r.url().startsWith("data:") && said.push(`outside: ${r.url()}`)],
  ];
  for (const [event, handler] of complain) tab.on(event, handler);
  await tab.emulateMedia({ colorScheme: "light" });
  await tab.setViewportSize(DESKTOP);
  await tab.goto(base + page, { waitUntil: "load" });
  await tab.evaluate(() => window.MathJax?.startup?.promise);
  said.push(...(await tab.evaluate(contents)));
  const shot = async (kind) => shots && tab.screenshot({ path: `${shots}/${page.replaceAll("/", "-")}.${kind}.png` });
  await shot("desktop");
  await tab.emulateMedia({ colorScheme: "dark" });
  said.push(...(await tab.evaluate(contrast)));
  await shot("dark");
  await tab.setViewportSize(PHONE);
  said.push(...(await tab.evaluate(width)));
  await shot("phone");
  for (const [event, handler] of complain) tab.off(event, handler);
  found[page] = said;
}

const waiting = [...pages];
await Promise.all(
  [1, 2].map(async () => {
    const tab = await context.newPage();
    for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) await visit(tab, page);
  }),
);
await context.close();
process.stdout.write(JSON.stringify(found));
