// Two charts over the last minutes. History comes from the observer once, then every new point is drawn as it comes.
import { LitElement, html } from 'lit';
import uPlot from 'uplot';
import { bytes, kind, millis } from './format.js';
import { json } from './feed.js';

const CHOICES = {
  commitsPerSecond: { title: 'Commits per second', unit: v => `${fixed(v)}/s` },
  forwardedPerSecond: { title: 'Forwarded writes per second', unit: v => `${fixed(v)}/s` },
  walBytesPerSecond: { title: 'Log written per second', unit: v => `${bytes(Math.round(v))}/s` },
  lagMs: { title: 'Lag in time', unit: v => millis(v) },
  lagBytes: { title: 'Lag in bytes', unit: v => bytes(Math.round(v)) },
  sessions: { title: 'Sessions', unit: v => fixed(v) },
};

function fixed(v) {
  return v >= 100 || Number.isInteger(v) ? Math.round(v).toLocaleString('en') : v.toFixed(1);
}

class HeliosChart extends LitElement {
  static properties = { feed: { attribute: false }, metric: {}, minutes: { type: Number } };
  #plot = null;
  #past = [];
  #drawn = '';

  createRenderRoot() { return this; }

  firstUpdated() {
    this.#observe = new ResizeObserver(() => this.#resize());
    this.#observe.observe(this.querySelector('.plot'));
    this.feed.addEventListener('point', this.#draw);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', this.#redraw);
    document.addEventListener('helios-theme', this.#redraw);
  }
  #observe = null;

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observe?.disconnect();
    this.feed.removeEventListener('point', this.#draw);
    document.removeEventListener('helios-theme', this.#redraw);
  }

  updated(changed) {
    if (changed.has('metric') || changed.has('minutes')) this.#load();
  }

  async #load() {
    this.#past = [];
    if (this.feed.mode === 'observer') {
      try {
        const series = await json(`/api/v1/cluster/series?metric=${this.metric}&minutes=${this.minutes}`);
        this.#past = series.timesMillis.map((at, i) => ({
          at, nodes: Object.fromEntries(series.nodes.map(n => [n.nodeName, { [this.metric]: n.values[i] }])),
        }));
      } catch {
        // The stream goes on without the past; the page's banner says who does not answer.
      }
    }
    this.#redraw();
  }

  #redraw = () => { this.#drawn = ''; this.#draw(); };

  #draw = () => {
    const since = Date.now() - this.minutes * 60_000;
    const last = this.#past.at(-1)?.at ?? 0;
    const points = [...this.#past, ...this.feed.points.filter(p => p.at > last)].filter(p => p.at >= since);
    const names = this.#names(points);
    const data = [points.map(p => p.at / 1000), ...names.map(n => points.map(p => p.nodes[n]?.[this.metric] ?? null))];
    const look = names.map(n => n + this.#kind(n)).join() + this.metric;
    if (look !== this.#drawn) {
      this.#drawn = look;
      this.#plot?.destroy();
      this.#plot = new uPlot(this.#options(names), data, this.querySelector('.plot'));
    } else {
      this.#plot.setData(data);
    }
  };

  #names(points) {
    const members = this.feed.view?.members.filter(m => m.role !== 'observer').map(m => m.nodeName) ?? [];
    const known = new Set(points.flatMap(p => Object.keys(p.nodes)));
    return [...members, ...[...known].filter(n => !members.includes(n))]
      .filter(n => points.some(p => p.nodes[n]?.[this.metric] != null));
  }

  #kind(name) {
    const member = this.feed.view?.members.find(m => m.nodeName === name);
    return member ? kind(member) : 'unknown';
  }

  #options(names) {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue(name).trim();
    const unit = CHOICES[this.metric].unit;
    const axis = { stroke: colour('--ink-soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false },
      font: '11px system-ui, sans-serif' };
    return {
      ...this.#size(),
      legend: { live: true },
      cursor: { points: { size: 7 }, y: false },
      scales: { y: { range: (u, min, max) => [0, Math.max(max ?? 0, 1) * 1.15] } },
      axes: [{ ...axis, space: 70, values: (u, ticks) => ticks.map(t => new Date(t * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: this.minutes < 10 ? '2-digit' : undefined, hour12: false })) },
        { ...axis, size: 68, space: 36, values: (u, ticks) => ticks.map(unit) }],
      series: [{ label: 'Time', value: (u, t) => t == null ? '' : new Date(t * 1000).toLocaleTimeString([], { hour12: false }) },
        ...names.map(n => ({ label: n, stroke: colour(`--k-${this.#kind(n)}`), width: 2, points: { show: false },
          value: (u, v) => v == null ? '–' : unit(v) }))],
    };
  }

  #size() {
    const box = this.querySelector('.plot').getBoundingClientRect();
    return { width: Math.max(240, Math.floor(box.width)), height: 210 };
  }

  #resize() { this.#plot?.setSize(this.#size()); }

  render() {
    return html`<section class="panel chart" aria-label=${CHOICES[this.metric].title}>
      <header>
        <label class="pick"><span class="hidden">Chart</span>
          <select .value=${this.metric} @change=${e => { this.metric = e.target.value; }}>
            ${Object.entries(CHOICES).map(([k, c]) => html`<option value=${k} ?selected=${k === this.metric}>${c.title}</option>`)}
          </select></label>
        <span class="range" role="group" aria-label="Minutes shown">${[5, 15, 60].map(m => html`
          <button aria-pressed=${m === this.minutes} @click=${() => { this.minutes = m; }}>${m} min</button>`)}</span>
      </header>
      <div class="plot"></div>
    </section>`;
  }
}

customElements.define('helios-chart', HeliosChart);
