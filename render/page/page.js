// The interactive deal map. Names get into the page through textContent only; pictures are our own SVG.
'use strict';
(() => {
const find = s => document.querySelector(s);
const all = (s, root = document) => [...root.querySelectorAll(s)];
const make = (tag, name, ...parts) => {
  const e = document.createElement(tag);
  if (name) e.className = name;
  e.append(...parts.filter(p => p || p === 0));
  return e;
};
const data = JSON.parse(find('#pg-data').textContent), words = data.words;
const stage = find('#pg-stage'), panel = find('#pg-panel'), search = find('#pg-search'), slider = find('#pg-date');
const dates = all('#pg-stops option').map(o => o.dataset.key);
const frames = data.frames;
frames[0].svg = all('svg', stage)[0];

let frame, svg;          // what is shown
let things = [];         // its parties, deals and cycles
let chosen, pointed;     // the thing whose deals are in the panel, and the one under the pointer or the keyboard
const off = { kind: new Set(), firm: new Set() };
const say = text => { find('#pg-say').textContent = text; };

// ---- What is in a picture ----

// read lists the things of the picture. Each has its elements in els; the first is the one that takes the focus.
function read() {
  const named = (attribute, id) => all(`[${attribute}]`, svg).filter(e => e.getAttribute(attribute) === id);
  const title = el => el.querySelector('title')?.textContent || '';
  const parties = all('g.party[data-id]', svg).map(el => {
    const id = el.dataset.id, [name, given] = data.parties[id] || [title(el), ''], about = given || title(el);
    return { type: 'party', id, name, about, says: title(el) || name, els: [el, ...named('data-party', id)] };
  });
  const end = (el, attribute, nth) => el.getAttribute(attribute) ??
    parties[([...el.classList].filter(c => /^p\d+$/.test(c))[nth] || 'p-').slice(1)]?.id;
  const listed = new Map(frame.deals);
  const labels = all('g.deal:not([data-id])', svg);
  const deals = all('g.deal[data-id]', svg).map(el => {
    const id = el.dataset.id;
    const own = labels.filter(l => l.dataset.for ? l.dataset.for === id : l.getAttribute('class') === el.getAttribute('class'));
    return {
      type: 'deal', id, els: [el, ...own], says: title(el), kind: el.dataset.kind || '', firm: el.dataset.certainty || '',
      from: end(el, 'data-from', 0), to: end(el, 'data-to', 1), deals: (listed.get(id) || []).map(i => data.deals[i]),
      cycles: (el.dataset.cycles || '').split(' '),
    };
  });
  const order = [...listed.keys()], rank = d => (order.indexOf(d.id) + 1) || Infinity;
  deals.sort((a, b) => rank(a) - rank(b) || 0);
  const cycles = all('g.cycle[data-cycle]', svg).map(el => {
    const text = all('text', el).map(t => t.textContent).filter(t => t !== el.dataset.cycle);
    return { type: 'cycle', id: el.dataset.cycle, name: text[0] || el.dataset.cycle, about: text.slice(1).join(', '), says: text.join(', '), els: [el] };
  });
  things = [...parties, ...deals, ...cycles];
}

const of = type => things.filter(t => t.type === type);
const get = (type, id) => things.find(t => t.type === type && t.id === id);
const at = node => things.find(t => t.els.some(e => e.contains(node)));
const shown = d => !off.kind.has(d.kind) && !off.firm.has(d.firm);
// dealsOf returns the arrows of a thing that are not filtered out.
const dealsOf = t => of('deal').filter(d => shown(d) && (d === t || t.type === 'party' && (d.from === t.id || d.to === t.id) ||
  t.type === 'cycle' && d.cycles.includes(t.id)));

// prepare makes the things reachable for keyboard, screen reader and thick fingers.
function prepare() {
  things.forEach((t, i) => {
    const el = t.els[0];
    el.setAttribute('role', 'button');
    el.setAttribute('aria-label', t.says);
    el.setAttribute('tabindex', i ? -1 : 0);
    const path = t.type === 'deal' && !el.querySelector('.hit') && el.querySelector('path,line');
    if (path) {
      const hit = path.cloneNode();
      hit.setAttribute('class', 'hit');
      hit.setAttribute('stroke-width', Math.max(14, hit.getAttribute('stroke-width') || 0));
      hit.removeAttribute('stroke-dasharray');
      el.append(hit);
    }
  });
}

// ---- Light and filters ----

// light fades everything that has nothing to do with the thing pointed at, or else with the chosen one.
function light() {
  const t = pointed || chosen, on = new Set();
  if (t) {
    on.add(t);
    for (const d of dealsOf(t)) {
      on.add(d).add(get('party', d.from)).add(get('party', d.to));
      if (t.type !== 'cycle') d.cycles.forEach(c => on.add(get('cycle', c)));
    }
  }
  all('.lit', svg).forEach(e => e.classList.remove('lit'));
  on.forEach(x => x?.els.forEach(e => e.classList.add('lit')));
  svg.classList.toggle('dim', !!t);
  all('#pg-cycles button').forEach(b => b.setAttribute('aria-pressed', chosen?.type === 'cycle' && chosen.id === b.dataset.id));
}

function filter() {
  const deals = of('deal'), mark = (list, name, on) => list.forEach(t => t.els.forEach(e => e.classList.toggle(name, on)));
  mark(deals.filter(d => !shown(d)), 'off', true);
  mark(deals.filter(shown), 'off', false);
  for (const p of of('party')) mark([p], 'idle', !dealsOf(p).length);
  const stop = things.find(t => t.els[0].tabIndex === 0);
  if (stop?.type === 'deal' && !shown(stop)) [stop.els[0].tabIndex, things[0].els[0].tabIndex] = [-1, 0];
  const hidden = new Set(deals.filter(d => !shown(d)).map(d => d.id));
  all('#pg-table tbody tr').forEach(r => { r.hidden = hidden.has(r.dataset.arc); });
  if (chosen) open(chosen);
  light();
}

// ring draws the mark of the keyboard around a thing.
function ring(t) {
  all('.ring', svg).forEach(e => e.remove());
  const el = t?.els[0];
  if (!el?.matches(':focus-visible')) return;
  const g = el.cloneNode(), box = el.getBBox();
  [...g.attributes].forEach(a => g.removeAttribute(a.name));
  g.setAttribute('class', 'ring');
  const rect = document.createElementNS(svg.namespaceURI, 'rect');
  Object.entries({ x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8, rx: 4 }).forEach(([k, v]) => rect.setAttribute(k, v));
  const shapes = t.type === 'cycle' ? [rect] : all('path:not(.hit),polygon,circle,line', el).map(s => s.cloneNode());
  for (const s of shapes) {
    s.removeAttribute('class');
    s.setAttribute('stroke-width', t.type === 'cycle' ? 2 : +(s.getAttribute('stroke-width') || 1) + 9);
    g.append(s);
  }
  el.before(g);
}

// ---- Panel, table, address ----

const link = s => /^https?:/.test(s.url) ? Object.assign(make('a', '', s.label),
  { href: s.url, target: '_blank', rel: 'noopener noreferrer', title: s.about || '' }) : make('bdi', '', s.label);
const sources = (d, spaced) => (d.sources || []).flatMap((n, i) => {
  const s = data.sources[n];
  return [i ? (spaced ? '; ' : ', ') : '', link(s), spaced && s.about && s.about !== s.label ? make('bdi', '', ', ' + s.about) : ''];
});

function entry(arrow, d) {
  const e = make('div', 'entry',
    make('p', 'top', make('span', '', make('bdi', '', d.from), ' → ', make('bdi', '', d.to)), make('span', 'sum', d.amount)),
    make('p', 'quiet', [d.kind, d.status, d.date].filter(Boolean).join(' · ')),
    d.title && make('p', '', make('bdi', '', d.title)), d.note && make('p', '', make('bdi', '', d.note)),
    d.sources && make('p', 'from', words.sources + ': ', ...sources(d, true)));
  e.onpointerenter = () => { pointed = arrow; light(); };
  e.onpointerleave = () => { pointed = null; light(); };
  return e;
}

// open shows the deals of a thing in the panel.
function open(t) {
  const was = panel.hidden;
  chosen = t;
  const arrows = dealsOf(t), group = (heading, list) => list.length ?
    [heading && make('h3', '', heading), ...list.flatMap(a => a.deals.map(d => entry(a, d)))] : [];
  const close = make('button', 'close', '×'), first = arrows[0]?.deals[0];
  close.ariaLabel = close.title = words.close;
  close.onclick = leave;
  const head = make('h2', '', make('bdi', '', t.name || (first ? `${first.from} → ${first.to}` : t.says)));
  head.tabIndex = -1;
  panel.replaceChildren(close, make('p', 'type', words[t.type]), head, t.about && make('p', 'type', make('bdi', '', t.about)),
    ...(t.type === 'party' ? [...group(words.out, arrows.filter(a => a.from === t.id)), ...group(words.in, arrows.filter(a => a.from !== t.id))] :
      group('', arrows)));
  if (!panel.querySelector('.entry')) panel.append(make('p', 'type', words.no_deals));
  panel.setAttribute('role', 'region');
  panel.ariaLabel = t.name || t.says;
  panel.hidden = false;
  if (was) resized();
  reveal(t);
  light();
  remember();
}

// leave closes the panel and lights everything.
function leave() {
  const t = chosen;
  chosen = pointed = null;
  if (!panel.hidden) {
    const inside = panel.contains(document.activeElement);
    panel.hidden = true;
    resized();
    if (inside && t) t.els[0].focus();
  }
  light();
  remember();
}

function fill() {
  const body = find('#pg-table tbody');
  if (!body) return;
  const rows = (frame.deals || []).flatMap(([id, list]) => list.map(i => {
    const d = data.deals[i], cell = (...parts) => make('td', '', ...parts), name = s => make('bdi', '', s);
    const r = make('tr', '', cell(name(d.from)), cell(name(d.to)), make('td', 'amount', d.amount), cell(d.kind), cell(d.status), cell(d.date),
      cell(name([d.title, d.note].filter(Boolean).join(' – '))), cell(...sources(d)));
    r.dataset.arc = id;
    return r;
  }));
  body.replaceChildren(...rows);
  const text = words.table.replace('%d', rows.length);
  find('#pg-table summary').textContent = find('#pg-table .scroll').ariaLabel = text;
}

// remember writes the state into the address.
function remember() {
  const q = new URLSearchParams();
  if (frame.basis) q.set('basis', frame.basis);
  if (frame.date) q.set('date', frame.date);
  if (chosen) q.set('focus', `${chosen.type}:${chosen.id}`);
  history.replaceState(null, '', '#' + q);
}

// follow goes where the address says.
async function follow() {
  const q = new URLSearchParams(location.hash.slice(1));
  await show(q.get('basis') ?? frame.basis, q.get('date') ?? frame.date);
  const [, type, id] = (q.get('focus') || '').match(/^(\w+):(.*)$/s) || [], t = type && get(type, id);
  if (t) open(t);
  else if (chosen) leave();
}

// ---- Pictures ----

let unpacking, wanted;
// unpack reads the block of the other pictures, once.
const unpack = () => unpacking ||= (async () => {
  const bytes = Uint8Array.from(atob(find('#pg-more').textContent), c => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const more = await new Response(stream).json();
  data.deals.push(...more.deals);
  data.sources.push(...more.sources);
  more.frames.forEach((f, i) => {
    let n = 0;
    Object.assign(frames[i + 1], { deals: f.deals, text: () => f.lines.map(d => more.lines[n += d]).join('\n') });
  });
})();

// show puts the picture of that basis and date on the stage; zoom and focus stay.
async function show(basis, date) {
  const next = wanted = frames.find(f => f.basis === basis && f.date === date) || frame || frames[0];
  if (next === frame) return;
  if (!next.svg) {
    try {
      await unpack();
      if (next !== wanted) return; // the reader was faster
      next.svg ||= document.importNode(new DOMParser().parseFromString(next.text(), 'image/svg+xml').documentElement, true);
    } catch {
      say(words.no_unpack);
      controls();
      return;
    }
  }
  const before = chosen;
  (svg || frames[0].svg).replaceWith(next.svg);
  frame = next;
  svg = next.svg;
  pointed = null;
  read();
  prepare();
  fill();
  controls();
  place(view.moved ? view : home());
  chosen = before && get(before.type, before.id);
  if (before && !chosen) leave();
  filter();
}

// controls sets bar and lists to what is shown.
function controls() {
  all('[name=basis]').forEach(b => { b.checked = b.value === frame.basis; });
  if (slider) {
    slider.value = dates.indexOf(frame.date);
    const label = all('#pg-stops option')[slider.value].label;
    slider.setAttribute('aria-valuetext', label);
    find('#pg-day').textContent = label;
  }
  find('#pg-names').replaceChildren(...of('party').map(p => Object.assign(make('option'), { value: p.name })));
  const box = find('#pg-cycles');
  all('button', box).forEach(b => b.remove());
  for (const c of of('cycle')) {
    const b = make('button', '', c.id);
    b.dataset.id = c.id;
    b.title = b.ariaLabel = c.says;
    b.onclick = () => chosen === c ? leave() : open(c);
    b.onpointerenter = b.onfocus = () => { pointed = c; light(); };
    b.onpointerleave = b.onblur = () => { pointed = null; light(); };
    box.append(b);
  }
  box.hidden = !of('cycle').length;
}

// ---- Moving about ----

const view = { k: 1, moved: false }; // x, y, k: where the picture's corner is on the stage, and its scale
const size = () => ({ w: +svg.getAttribute('width') || svg.viewBox.baseVal.width, h: +svg.getAttribute('height') || svg.viewBox.baseVal.height });

// home returns the view that shows the map itself, or the whole sheet with its legend.
function home(sheet) {
  const { w, h } = size(), W = stage.clientWidth, H = stage.clientHeight;
  const low = sheet ? h : svg.querySelector('g.map')?.transform.baseVal.consolidate()?.matrix.f || h;
  const k = Math.min(W / w, H / low);
  return { k, x: (W - w * k) / 2, y: Math.min(Math.max(0, (H - h * k) / 2), 16) };
}

// place moves the picture, within bounds that leave some of it on the stage.
function place({ x, y, k }, moved = view.moved) {
  const { w, h } = size(), W = stage.clientWidth, H = stage.clientHeight, least = home(true).k, keep = 90;
  k = Math.min(Math.max(k, least * .6), least * 16);
  x = Math.min(Math.max(x, keep - w * k), W - keep);
  y = Math.min(Math.max(y, keep - h * k), H - keep);
  Object.assign(view, { x, y, k, moved });
  svg.style.transform = `translate(${x}px,${y}px) scale(${k})`;
}

function zoom(by, cx = stage.clientWidth / 2, cy = stage.clientHeight / 2) {
  const least = home(true).k, k = Math.min(Math.max(view.k * by, least * .6), least * 16), f = k / view.k;
  place({ k, x: cx - (cx - view.x) * f, y: cy - (cy - view.y) * f }, true);
}

let gliding;
function glide(move) {
  stage.classList.add('glide');
  clearTimeout(gliding);
  gliding = setTimeout(() => stage.classList.remove('glide'), 300);
  move();
}
const resized = () => { if (!view.moved) glide(() => place(home(), false)); };

// reveal moves a thing onto the stage if it is outside.
function reveal(t) {
  const { w } = size(), box = t.els[0].getBBox(), m = t.els[0].getCTM(), o = svg.getCTM();
  if (!w || !m || !o) return;
  const p = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2).matrixTransform(o.inverse().multiply(m));
  const x = p.x * view.k + view.x, y = p.y * view.k + view.y, W = stage.clientWidth, H = stage.clientHeight, edge = 24;
  if (t.type !== 'cycle' && (x < edge || y < edge || x > W - edge || y > H - edge)) {
    glide(() => place({ k: view.k, x: view.x + W / 2 - x, y: view.y + H / 2 - y }, true));
  }
}

const acts = { in: () => zoom(1.4), out: () => zoom(1 / 1.4), home: () => place(home(), false), sheet: () => place(home(true), true) };
all('.zoom button').forEach(b => { b.onclick = () => glide(acts[b.dataset.do]); });

stage.addEventListener('wheel', e => {
  e.preventDefault();
  const box = stage.getBoundingClientRect(), lines = e.deltaMode ? 20 : 1;
  zoom(Math.exp(-e.deltaY * lines * (e.ctrlKey ? .01 : .0016)), e.clientX - box.left, e.clientY - box.top);
}, { passive: false });

// One pointer drags, two pinch. A click is a press that did not move.
const down = new Map();
let travelled = 0;
stage.addEventListener('pointerdown', e => {
  if (e.button || e.target.closest('.zoom')) return;
  if (!down.size) travelled = 0;
  down.set(e.pointerId, { x: e.clientX, y: e.clientY });
});
addEventListener('pointermove', e => {
  const last = down.get(e.pointerId);
  if (!last) return;
  const others = [...down].filter(([id]) => id !== e.pointerId).map(([, p]) => p), now = { x: e.clientX, y: e.clientY };
  const box = stage.getBoundingClientRect(), other = others[0];
  travelled += Math.abs(now.x - last.x) + Math.abs(now.y - last.y);
  down.set(e.pointerId, now);
  if (travelled < 5) return;
  stage.setPointerCapture(e.pointerId); // so that the drag may leave the window; not before, or there would be no click
  stage.classList.add('drag');
  if (!other) {
    place({ k: view.k, x: view.x + now.x - last.x, y: view.y + now.y - last.y }, true);
  } else {
    const span = p => Math.hypot(p.x - other.x, p.y - other.y) || 1;
    place({ k: view.k, x: view.x + (now.x - last.x) / 2, y: view.y + (now.y - last.y) / 2 }, true);
    zoom(span(now) / span(last), (now.x + other.x) / 2 - box.left, (now.y + other.y) / 2 - box.top);
  }
});
for (const name of ['pointerup', 'pointercancel']) {
  addEventListener(name, e => {
    down.delete(e.pointerId);
    if (!down.size) stage.classList.remove('drag');
  });
}

stage.addEventListener('pointerover', e => {
  if (e.pointerType === 'touch' || down.size) return;
  pointed = at(e.target);
  light();
});
stage.addEventListener('pointerleave', () => { pointed = null; light(); });
stage.addEventListener('click', e => {
  if (travelled >= 5 && e.detail || e.target.closest('.zoom')) return;
  const t = at(e.target);
  if (t) open(t);
  else leave();
});

// ---- Keyboard ----

// Only one thing is in the order of Tab at a time; from there Tab goes to the deals of the party, then to the cycles.
stage.addEventListener('focusin', e => {
  const t = at(e.target);
  if (!t) return;
  things.forEach(x => x.els[0].setAttribute('tabindex', x === t ? 0 : -1));
  if (!t.els[0].matches(':focus-visible')) return;
  pointed = t;
  light();
  ring(t);
  reveal(t);
});
stage.addEventListener('focusout', () => {
  pointed = null;
  ring();
  light();
});
let from; // the party whose deals the keyboard walks through
function step(t, key, back) {
  const lists = { party: of('party'), deal: from ? dealsOf(from) : of('deal').filter(shown), cycle: of('cycle') };
  if (key === 'Tab') {
    const order = ['party', 'deal', 'cycle'];
    if (t.type === 'party') lists.deal = dealsOf(from = t);
    let i = order.indexOf(t.type);
    do i += back ? -1 : 1; while (order[i] && !lists[order[i]].length);
    return order[i] === 'party' ? from || lists.party[0] : lists[order[i]]?.[0];
  }
  const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  const list = lists[t.type];
  if (t.type !== 'party') return list[(list.indexOf(t) + dx + dy + list.length) % list.length];
  // The nearest party in that direction; what is aside counts double.
  const middle = x => { const b = x.els[0].getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }, [x, y] = middle(t);
  let best, least = Infinity;
  for (const p of list) {
    const [u, v] = middle(p), along = (u - x) * dx + (v - y) * dy, aside = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
    if (along > 1 && along + 2 * aside < least) [best, least] = [p, along + 2 * aside];
  }
  return best || t;
}

addEventListener('keydown', e => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === 'Escape') {
    if (document.activeElement === search) search.value = '';
    return leave();
  }
  if (e.target.closest('input,summary,.scroll')) return;
  const zooms = { '+': 'in', '=': 'in', '-': 'out', 0: 'home' }[e.key], t = stage.contains(e.target) && at(e.target);
  if (zooms) {
    glide(acts[zooms]);
  } else if (t && (e.key === 'Enter' || e.key === ' ')) {
    e.preventDefault();
    open(t);
    panel.querySelector('h2').focus();
  } else if (t && /^Arrow|^Tab$/.test(e.key)) {
    const next = step(t, e.key, e.shiftKey);
    if (!next) return; // Tab leaves the map
    e.preventDefault();
    next.els[0].focus({ preventScroll: true });
  }
});

// ---- The bar ----

all('[name=basis]').forEach(b => { b.onchange = () => show(b.value, frame.date).then(announce); });
if (slider) slider.oninput = () => show(frame.basis, dates[slider.value]).then(announce);
function announce() {
  find('#pg-stage').ariaLabel = [words.map, frame.label].filter(Boolean).join(': ');
  remember();
}
all('[data-filter]').forEach(box => {
  box.onchange = () => {
    for (const key of JSON.parse(box.dataset.keys)) off[box.dataset.filter][box.checked ? 'delete' : 'add'](key);
    filter();
  };
});
search.oninput = search.onchange = e => {
  const q = search.value.trim().toLowerCase(), parties = of('party');
  const hit = parties.find(p => p.name.toLowerCase() === q) || e.type === 'change' && q && parties.find(p => p.name.toLowerCase().includes(q));
  if (hit && hit !== chosen) open(hit);
  say(q && !parties.some(p => p.name.toLowerCase().includes(q)) ? words.no_match.replace('%s', search.value) : '');
};

// ---- Start ----

document.documentElement.classList.add('live');
[find('#pg-bar'), find('.zoom')].forEach(e => { e.hidden = false; });
const table = find('#pg-table');
let wasOpen;
addEventListener('beforeprint', () => { if (table) { wasOpen = table.open; table.open = true; } });
addEventListener('afterprint', () => { if (table) table.open = wasOpen; });
new ResizeObserver(() => { if (frame) place(view.moved ? view : home()); }).observe(stage);
addEventListener('hashchange', follow);
show(frames[0].basis, frames[0].date).then(() => location.hash.length > 1 && follow());
})();
