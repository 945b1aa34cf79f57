// Reads a JSON list of formulas on stdin; writes the list of [formula, error] that KaTeX does not take.
import katex from "katex";

let text = "";
for await (const chunk of process.stdin) text += chunk;

const refused = [];
for (const formula of JSON.parse(text)) {
  try {
    katex.renderToString(formula, { displayMode: true, throwOnError: true, strict: "error" });
  } catch (error) {
    refused.push([formula, String(error.message)]);
  }
}
process.stdout.write(JSON.stringify(refused));
