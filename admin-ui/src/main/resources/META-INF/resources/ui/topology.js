// The picture: the primary in the middle, an edge to every standby, the observer above.
import { LitElement, html, svg, nothing } from 'lit';
import { bytes, kind, millis, mood, words } from './format.js';

const WIDTH = 760;
const HEIGHT = 478;
const CENTRE = { x: WIDTH / 2, y: 184 };
const RADIUS = { x: 285, y: 208 };

class HeliosTopology extends LitElement {
  static properties = { view: { attribute: false }, stale: { type: Boolean } };

  createRenderRoot() { return this; }

  render() {
    if (!this.view) return nothing;
    const { primary, standbys, observers } = sort(this.view);
    const places = place(standbys);
    return html`
      <section class="panel topology ${this.stale ? 'stale' : ''}" aria-labelledby="topology-title">
        <h2 id="topology-title">Topology</h2>
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="group" aria-label=${describe(primary, standbys)}>
          ${observers.map(o => watchLines(o, primary, places))}
          ${places.map(p => edge(p, primary))}
          ${observers.map((o, i) => dot(o, { x: CENTRE.x + 300 - i * 80, y: 52 }, 20))}
          ${places.map(p => dot(p.member, p, 34))}
          ${primary ? dot(primary, CENTRE, 46) : missing()}
          ${places.map(p => label(p, primary))}
        </svg>
        <ul class="legend" aria-label="Kinds of members">
          ${['primary', 'sync', 'semi-sync', 'async', 'observer'].map(k => html`<li class="k-${k}"><i></i>${k}</li>`)}
        </ul>
      </section>`;
  }
}

function sort(view) {
  const observers = view.members.filter(m => m.role === 'observer');
  const primary = view.members.find(m => m.nodeName === view.primary);
  const standbys = view.members.filter(m => m !== primary && m.role !== 'observer');
  return { primary, standbys, observers };
}

/** Spread over the lower half of an ellipse, left to right. */
function place(standbys) {
  const n = standbys.length;
  return standbys.map((member, i) => {
    const degrees = n === 1 ? 90 : 180 - (180 / (n - 1)) * i;
    const angle = (degrees * Math.PI) / 180;
    return { member, x: CENTRE.x + RADIUS.x * Math.cos(angle), y: CENTRE.y + RADIUS.y * Math.sin(angle) };
  });
}

function edge({ member, x, y }, primary) {
  const flows = primary && member.healthy && ['streaming', 'synced', 'catching_up'].includes(member.state);
  const state = flows ? 'flows' : 'broken';
  return svg`<g class="edge k-${kind(member)} ${state} ${member.state}">
    <line x1=${CENTRE.x} y1=${CENTRE.y} x2=${x} y2=${y}></line>
    ${flows ? svg`<line class="pulse" x1=${CENTRE.x} y1=${CENTRE.y} x2=${x} y2=${y}></line>` : nothing}
  </g>`;
}

/** Mode and lag, on the middle of the edge. */
function label({ member, x, y }, primary) {
  const text = !member.healthy || !primary ? words(member.state)
    : member.state === 'catching_up' ? `catching up · ${bytes(member.lagBytes)}`
      : member.lagBytes === 0 ? `${member.syncMode} · no lag`
        : `${member.syncMode} · ${bytes(member.lagBytes)} · ${millis(member.lagMs)}`;
  const at = { x: CENTRE.x + (x - CENTRE.x) * 0.53, y: CENTRE.y + (y - CENTRE.y) * 0.54 };
  const width = text.length * 6.6 + 20;
  return svg`<g class="edge-label ${mood(member)}" aria-hidden="true">
    <rect x=${at.x - width / 2} y=${at.y - 12} width=${width} height="24" rx="12"></rect>
    <text x=${at.x} y=${at.y + 4}>${text}</text>
  </g>`;
}

function watchLines(observer, primary, places) {
  const from = { x: CENTRE.x + 300, y: 52 };
  const to = [...(primary ? [{ member: primary, ...CENTRE }] : []), ...places];
  return to.map(({ member, x, y }) => svg`<line class="watch ${member.state === 'unreachable' ? 'lost' : ''}"
      x1=${from.x} y1=${from.y} x2=${x} y2=${y}></line>`);
}

/** The primary's name stands above it: below is where the edges go. */
function dot(member, { x, y }, r) {
  const below = r < 40;
  const id = `member-${member.nodeName}`;
  return svg`<a href="#${id}" class="dot k-${kind(member)} ${mood(member)}" transform="translate(${x} ${y})"
      aria-label="${member.nodeName}: ${kind(member)}, ${words(member.state)}"
      @click=${e => { e.preventDefault(); document.getElementById(id)?.focus(); }}>
    ${member.role === 'primary' || member.role === 'standalone' ? rays(r) : nothing}
    <circle class="halo" r=${r + 7}></circle>
    <circle class="disc" r=${r}></circle>
    ${glyph(member, r)}
    <circle class="lamp" cx=${r * 0.72} cy=${-r * 0.72} r=${r > 30 ? 7 : 5}></circle>
    <text class="name" y=${below ? r + 24 : -r - 42}>${member.nodeName}</text>
    <text class="state" y=${below ? r + 40 : -r - 26}>${words(member.state)}</text>
  </a>`;
}

function rays(r) {
  return svg`<g class="rays">${Array.from({ length: 12 }, (_, i) => svg`
    <line y1=${-r - 5} y2=${-r - 12} transform="rotate(${i * 30})"></line>`)}</g>`;
}

/** A database for who holds data, an eye for the observer. */
function glyph(member, r) {
  const s = r / 34;
  if (member.role === 'observer') {
    return svg`<g class="glyph" transform="scale(${s * 0.95})"><path d="M-19 0C-10-13 10-13 19 0C10 13-10 13-19 0Z"></path>
      <circle r="6"></circle></g>`;
  }
  return svg`<g class="glyph" transform="scale(${s * 0.9})"><ellipse cy="-11" rx="15" ry="5.5"></ellipse>
    <path d="M-15-11V11C-15 18.500 15 18.500 15 11V-11M-15 0C-15 7.500 15 7.500 15 0"></path></g>`;
}

function missing() {
  return svg`<g class="dot missing bad" transform="translate(${CENTRE.x} ${CENTRE.y})">
    <circle class="disc" r="46"></circle><text class="name" y="4">no primary</text></g>`;
}

function describe(primary, standbys) {
  const lead = primary ? `Primary ${primary.nodeName}.` : 'No primary.';
  return lead + standbys.map(s => ` ${s.nodeName}: ${kind(s)}, ${words(s.state)}, lag ${bytes(s.lagBytes)}.`).join('');
}

customElements.define('helios-topology', HeliosTopology);
