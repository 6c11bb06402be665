/* Live redline: words and punctuation compared by longest common subsequence. One lonely unchanged word
   between two changes joins them, so that the eye reads phrases, not confetti. The server compares again. */
const CELLS = 4e6; // above this the comparison waits for the server

const tokens = text => text.trim().match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) || [];
const CLOSES = /^[,.;:)\]”]/, OPENS = /[(\[“]$/;
const glue = words => words.reduce((line, word) => line + (line && !CLOSES.test(word) && !OPENS.test(line) ? " " : "") + word, "");

const lengths = (x, y) => {
  const table = Array.from({ length: x.length + 1 }, () => new Uint16Array(y.length + 1));
  for (let i = x.length - 1; i >= 0; i--) for (let j = y.length - 1; j >= 0; j--) {
    table[i][j] = x[i] === y[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  }
  return table;
};

const runsOf = (x, y) => {
  const table = lengths(x, y), runs = [];
  const run = same => {
    if (runs.at(-1)?.same !== same) runs.push({ same, del: [], ins: [] });
    return runs.at(-1);
  };
  let i = 0, j = 0;
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) {
      const now = run(true); now.del.push(x[i++]); now.ins.push(y[j++]);
    } else if (i < x.length && (j >= y.length || table[i + 1][j] >= table[i][j + 1])) run(false).del.push(x[i++]);
    else run(false).ins.push(y[j++]);
  }
  return runs;
};

const joined = runs => runs.reduce((out, now, k) => {
  const last = out.at(-1), lonely = now.same && now.del.length === 1 && k > 0 && k < runs.length - 1;
  if (last && !last.same && (lonely || !now.same)) { last.del.push(...now.del); last.ins.push(...now.ins); }
  else out.push({ same: now.same && !lonely, del: [...now.del], ins: [...now.ins] });
  return out;
}, []);

const part = (tag, words) => {
  const element = document.createElement(tag);
  element.textContent = glue(words);
  return element;
};

const draw = (box, before, after) => {
  const x = tokens(before), y = tokens(after);
  if (!y.length || x.length * y.length > CELLS) { box.replaceChildren(); return; }
  const parts = joined(runsOf(x, y)).flatMap(run => run.same ? [glue(run.del)]
    : [run.del.length && part("del", run.del), run.ins.length && part("ins", run.ins)]).filter(Boolean);
  box.replaceChildren(...parts.flatMap((piece, k) => k && !CLOSES.test(piece.textContent ?? piece) ? [" ", piece] : [piece]));
};

const watch = scope => {
  for (const box of scope.querySelectorAll("[data-redline-of]")) {
    const source = document.getElementById(box.dataset.redlineOf), field = document.getElementById(box.dataset.redlineFrom);
    if (!source || !field || box.dataset.watched) continue;
    box.dataset.watched = "yes";
    let waiting = 0;
    const now = () => draw(box, source.value ?? source.textContent, field.value);
    field.addEventListener("input", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(now); });
    now();
  }
};
watch(document);
document.addEventListener("htmx:load", event => watch(event.target));
